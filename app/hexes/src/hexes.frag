#version 300 es
// The cell's colour; hatched where nothing was published, dotted where the figure is an estimate.
precision highp float;
uniform vec3 u_hatch;
uniform float u_ratio;
flat in vec4 v_colour;
flat in float v_none;
flat in float v_estimated;
out vec4 colour;

void main() {
  vec3 ink = v_colour.rgb;
  // most cells have neither, and without a graphics card each pixel counts
  if (v_none + v_estimated > 0.0) {
    vec2 at = gl_FragCoord.xy / u_ratio;
    float line = step(mod(at.x - at.y, 4.0), 1.0) * v_none;
    float dot = step(distance(mod(at, 8.0), vec2(4.0)), 1.1) * v_estimated;
    ink = mix(ink, u_hatch, max(line, dot));
  }
  colour = vec4(ink * v_colour.a, v_colour.a);
}
