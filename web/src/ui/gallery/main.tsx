import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { CoreProvider } from "../../state/hooks";
import { App } from "../App";
import { changeLanguage, fetchLanguages, type Language, startLanguage } from "../words/language";
import { standIn } from "./core";
import { flaws } from "./flaws";
import { opened } from "./opened";
import { rendered } from "./rendered";
import { scenes } from "./scenes";

// Every screen with invented people and no server: /gallery.html?screen=circle. For development and tests; the page
// that people open doesn't hold it.

const page = document.getElementById("page");
if (!page) throw new Error("gallery.html has no #page");
const root = createRoot(page);
let shown = 0;

function show(name: string, language?: Language): void {
  const scene = scenes[name];
  if (!scene) throw new Error(`the gallery has no scene ${name}`);
  if (language) changeLanguage(language);
  root.render(
    <StrictMode key={++shown}>
      <CoreProvider core={standIn(scene)}>
        <App />
      </CoreProvider>
    </StrictMode>,
  );
}

await startLanguage();
await fetchLanguages();

window.gallery = { scenes: Object.keys(scenes), opened, show, flaws, rendered: () => rendered(page) };

const name = new URLSearchParams(window.location.search).get("screen");
if (name !== null) show(name);
else
  root.render(
    <ul>
      {Object.keys(scenes).map((screen) => (
        <li key={screen}>
          <a href={`?screen=${screen}`}>{screen}</a>
        </li>
      ))}
    </ul>,
  );
