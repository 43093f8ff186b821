#version 300 es
// A corner of a cell; all corners of a cell have its colour.
precision highp float;
precision highp int;
precision highp usampler2D;
uniform mat4 u_matrix;
uniform usampler2D u_now;
uniform usampler2D u_before;
uniform sampler2D u_palette;
uniform float u_mix;
in vec2 a_at;
in uint a_cell;
flat out vec4 v_colour;
flat out float v_none;
flat out float v_estimated;

vec4 colour(uvec2 mark) {
  return mark.r == 255u ? vec4(0.0) : texelFetch(u_palette, ivec2(int(mark.r), 0), 0);
}

void main() {
  gl_Position = u_matrix * vec4(a_at, 0.0, 1.0);
  ivec2 at = ivec2(int(a_cell & 1023u), int(a_cell >> 10u));
  uvec2 now = texelFetch(u_now, at, 0).rg;
  vec4 mixed = colour(now);
  if (u_mix < 1.0) mixed = mix(colour(texelFetch(u_before, at, 0).rg), mixed, u_mix);
  v_colour = (now.g & 2u) != 0u ? mixed * vec4(1.0, 1.0, 1.0, 0.18) : mixed;
  v_none = now.r == 0u ? 1.0 : 0.0;
  v_estimated = (now.g & 1u) != 0u ? 1.0 : 0.0;
}
