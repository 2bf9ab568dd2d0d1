// Takes a request from a file that is chosen or dropped, or from text that is pasted.

import { find } from "./views/element.js";

/** `take(blob)` gets what somebody brings. */
export function acceptFiles(take) {
  find("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) take(file);
  });
  document.addEventListener("dragover", (event) => event.preventDefault()); // else the browser would leave for the file
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    bring(event.dataTransfer, take);
  });
  document.addEventListener("paste", (event) => bring(event.clipboardData, take));
}

function bring(data, take) {
  const [file] = data.files;
  const text = data.getData("text/plain").trim();
  if (file) take(file);
  else if (text.startsWith("{")) take(new Blob([text]));
}
