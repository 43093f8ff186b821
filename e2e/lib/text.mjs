// What a page says, with every kind of space as one plain space.
export const plain = (text) => text.replace(/\s+/g, " ").trim();

export const said = async (locator) => plain(await locator.innerText());
