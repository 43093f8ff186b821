// The editor of questions: CodeMirror with the database's own tables and columns at hand.
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--brand)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--behind)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--twin)" },
  { tag: tags.typeName, color: "var(--partial)" },
  { tag: [tags.lineComment, tags.blockComment], color: "var(--ink-3)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "var(--t-s)", minHeight: "11rem", maxHeight: "24rem" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content, .cm-gutter": { minHeight: "11rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: "var(--sp-3) 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-3)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--brand-soft) 45%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--focus) 28%, transparent)" },
  ".cm-matchingBracket": { backgroundColor: "var(--brand-soft)", outline: "1px solid var(--brand)" },
  ".cm-placeholder": { color: "var(--ink-3)" },
  ".cm-lintRange-error": { backgroundImage: "none", borderBottom: "2px wavy var(--behind)", textDecoration: "underline wavy var(--behind)" },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "var(--radius-s)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--brand)", color: "var(--on-brand)" },
  ".cm-completionDetail": { color: "inherit", opacity: ".8" },
});

/**
 * An editor in an element of the page.
 * why a shadow root: only there CodeMirror's styles are sheets made by script, which the page's policy allows
 */
export function edit(host, { text, label, hint, suggestions, changed, run }) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const language = new Compartment();
  const go = () => (run(), true);
  // why the keys of running come first: Mod-Enter otherwise puts in a blank line
  const keys = keymap.of([{ key: "Mod-Enter", run: go }, { key: "Shift-Enter", run: go }, ...completionKeymap, ...historyKeymap, ...defaultKeymap]);
  const view = new EditorView({
    root, parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), autocompletion(), highlightActiveLine(), keys,
        EditorView.lineWrapping, syntaxHighlighting(colours), look, placeholder(hint), language.of(sql({ dialect: PostgreSQL })),
        EditorState.phrases.of({ Completions: suggestions }),
        EditorView.contentAttributes.of({ "aria-label": label, autocapitalize: "off", autocorrect: "off", spellcheck: "false" }),
        EditorView.domEventHandlers({ beforeinput: overwrite }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
      ],
    }),
  });
  return new Editor(view, language);
}

/**
 * What is typed over a selection is put in by us.
 * why: the browser would carry the selection's colours into the new text as a style attribute, which the page's policy refuses
 */
function overwrite(event, view) {
  const { from, to, empty } = view.state.selection.main;
  if (event.inputType !== "insertText" || !event.data || empty || view.composing) return false;
  event.preventDefault();
  const plain = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, event.data, plain));
  if (!handled) view.dispatch(plain());
  return true;
}

class Editor {
  constructor(view, language) {
    Object.assign(this, { view, language });
  }

  set(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
    this.mark(null, "");
  }

  /** Tables and columns to be offered, as `Desk.schema` gives them. */
  know(schema) {
    const tables = JSON.parse(schema).map(({ name, columns }) => [name, columns.map((c) => ({ label: c.name, detail: c.type.toLowerCase(), type: "property" }))]);
    const extension = sql({ dialect: PostgreSQL, schema: Object.fromEntries(tables), defaultTable: "observations", upperCaseKeywords: true });
    this.view.dispatch({ effects: this.language.reconfigure(extension) });
  }

  /** Marks the word at a position as wrong and gives its line and column, counted from 1; null takes the mark away. */
  mark(from, message) {
    const { doc } = this.view.state;
    if (from === null) {
      this.view.dispatch(setDiagnostics(this.view.state, []));
      return [];
    }
    const at = Math.min(Math.max(0, from), doc.length);
    const word = this.view.state.wordAt(at);
    const [start, end] = word && word.to > at ? [at, word.to] : [Math.max(0, Math.min(at, doc.length - 1)), Math.min(doc.length, at + 1)];
    this.view.dispatch(setDiagnostics(this.view.state, [{ from: start, to: end, severity: "error", message }]));
    const line = doc.lineAt(at);
    return [line.number, at - line.from + 1];
  }

  focus() {
    this.view.focus();
  }

  close() {
    this.view.destroy();
  }
}
