(() => {
  "use strict";

  const FINENESS = 8;

  const figures = word => {
    const line = word.closest("section").querySelector(".figures");
    if (line) line.textContent = word.title;
  };
  for (const word of document.querySelectorAll(".word")) {
    word.addEventListener("pointerenter", () => figures(word));
    word.addEventListener("click", () => figures(word));
  }

  const viewer = document.getElementById("viewer");
  if (!viewer) return;
  const video = viewer.querySelector("video");
  const canvas = viewer.querySelector("canvas");
  const form = viewer.querySelector("form");
  const [frames, rows, columns] = viewer.dataset.grid.split(",").map(Number);
  const positions = viewer.dataset.positions.split(",").map(Number);
  const fps = Number(viewer.dataset.fps);
  const stepNames = form.elements.step.dataset.names.split("|");
  const choices = [...form.querySelectorAll("[name=word]")];
  const words = choices.map(choice => ({
    mean: maps(choice.dataset.mean, choice.dataset.meanRange),
    steps: maps(choice.dataset.steps, choice.dataset.stepsRange),
  }));

  canvas.width = columns * FINENESS;
  canvas.height = rows * FINENESS;
  const pen = canvas.getContext("2d");
  const picture = pen.createImageData(canvas.width, canvas.height);
  const across = weights(columns, canvas.width);
  const down = weights(rows, canvas.height);
  let colors = null;
  let frame = 0;

  function maps(base64, range) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return { bytes, range: range.split(",").map(Number) };
  }

  const percent = share => share > 0 && share < 1e-6 ? "< 0.0001 %" : Number((100 * share).toPrecision(3)) + " %";

  /* For each pixel, the two patches beside it and how far it is towards the second: half-pixel centres, edges repeated. */
  function weights(patches, pixels) {
    return Array.from({ length: pixels }, (_, i) => {
      const at = Math.min(Math.max((i + 0.5) * patches / pixels - 0.5, 0), patches - 1);
      const before = Math.floor(at);
      return [before, Math.min(before + 1, patches - 1), at - before];
    });
  }

  function draw() {
    if (!colors) return;
    const chosen = Math.max(0, choices.findIndex(choice => choice.checked));
    const step = Number(form.elements.step.value);
    const shown = step === 0 ? words[chosen].mean : words[chosen].steps;
    const first = Math.max(0, step - 1) * frames;
    const position = positions[Math.min(frame, positions.length - 1)];
    const before = Math.floor(position);
    const after = Math.min(before + 1, frames - 1);
    const share = position - before;
    const size = rows * columns;
    const value = (y, x) => {
      const patch = y * columns + x;
      return (1 - share) * shown.bytes[(first + before) * size + patch]
        + share * shown.bytes[(first + after) * size + patch];
    };
    let at = 0;
    for (const [top, bottom, fy] of down) {
      for (const [left, right, fx] of across) {
        const heat = (1 - fy) * ((1 - fx) * value(top, left) + fx * value(top, right))
          + fy * ((1 - fx) * value(bottom, left) + fx * value(bottom, right));
        const entry = 4 * Math.round(heat);
        picture.data[at++] = colors[entry];
        picture.data[at++] = colors[entry + 1];
        picture.data[at++] = colors[entry + 2];
        picture.data[at++] = 255;
      }
    }
    pen.putImageData(picture, 0, 0);
    canvas.style.opacity = Number(form.elements.heat.value) / 100;
    form.querySelector("output").textContent = stepNames[step];
    const ends = form.querySelectorAll(".scale span");
    shown.range.forEach((end, i) => { ends[i].textContent = percent(end); });
  }

  function show(time) {
    frame = Math.floor(time * fps + 0.01);
    draw();
  }

  /* The exact frame where the browser tells it; else as often as it paints. */
  if (video.requestVideoFrameCallback) {
    const follow = (_, data) => { show(data.mediaTime); video.requestVideoFrameCallback(follow); };
    video.requestVideoFrameCallback(follow);
  } else {
    const follow = () => { show(video.currentTime); requestAnimationFrame(follow); };
    requestAnimationFrame(follow);
  }

  form.addEventListener("input", draw);
  form.addEventListener("submit", event => event.preventDefault());
  for (const word of document.querySelectorAll(".word[data-word]")) {
    word.addEventListener("click", () => {
      const choice = choices.find(candidate => candidate.dataset.word === word.dataset.word);
      if (choice) {
        choice.checked = true;
        draw();
      }
    });
  }

  choices[0].checked = true;
  form.hidden = false;
  const scale = form.querySelector(".scale img");
  scale.decode().then(() => {
    const table = document.createElement("canvas");
    table.width = 256;
    table.height = 1;
    const context = table.getContext("2d");
    context.drawImage(scale, 0, 0);
    colors = context.getImageData(0, 0, 256, 1).data;
    draw();
  });
})();
