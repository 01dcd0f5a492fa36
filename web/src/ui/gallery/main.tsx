import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { CoreProvider } from "../../state/hooks";
import { App } from "../App";
import { standIn } from "./core";
import { scenes } from "./scenes";

// Every screen with invented people and no server: /gallery.html?screen=circle. For development; it is not built.
const name = new URLSearchParams(window.location.search).get("screen");
const scene = name === null ? undefined : scenes[name];
const page = document.getElementById("page");
if (!page) throw new Error("gallery.html has no #page");

if (scene) {
  createRoot(page).render(
    <StrictMode>
      <CoreProvider core={standIn(scene)}>
        <App />
      </CoreProvider>
    </StrictMode>,
  );
} else {
  createRoot(page).render(
    <ul>
      {Object.keys(scenes).map((screen) => (
        <li key={screen}>
          <a href={`?screen=${screen}`}>{screen}</a>
        </li>
      ))}
    </ul>,
  );
}
