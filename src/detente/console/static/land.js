// Land as GeoJSON, from the arcs of TopoJSON: each is stored once, in steps of a grid.
//
// Land alone: no border is drawn and no place is named, so none is taken sides on.

/** A ring without a leap at 180 degrees; one about a pole keeps it, else it would not close. */
function whole(ring) {
  let shift = 0;
  const found = ring.map(([x, y], at) => {
    if (at) shift += 360 * Math.round((ring[at - 1][0] - x) / 360);
    return [x + shift, y];
  });
  return shift ? ring : found;
}

export async function land(address) {
  const told = await (await fetch(address)).json();
  const [kx, ky] = told.transform.scale;
  const [dx, dy] = told.transform.translate;
  const arcs = told.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map((step) => [(x += step[0]) * kx + dx, (y += step[1]) * ky + dy]);
  });
  const points = (index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index]);
  const ring = (indices) => whole(indices.flatMap((index, at) => points(index).slice(at ? 1 : 0)));
  const features = told.objects.land.geometries.map((each) => ({
    type: "Feature",
    properties: {},
    geometry: { type: each.type, coordinates: each.type === "Polygon" ? each.arcs.map(ring) : each.arcs.map((rings) => rings.map(ring)) },
  }));
  return { type: "FeatureCollection", features };
}
