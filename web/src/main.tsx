import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { openCore } from "./core";
import { CoreProvider } from "./state/hooks";
import { App } from "./ui/App";
import { Notes } from "./ui/notes/notes";
import { startLanguage } from "./ui/words/language";
import { hasExited } from "./ways/address";

const page = document.getElementById("page");
if (!page) throw new Error("index.html has no #page");

const notes = new Notes(document);
await startLanguage(); // the page of notes has words, too
if (hasExited(window)) notes.close();
else {
  createRoot(page).render(
    <StrictMode>
      <CoreProvider core={openCore(window, notes)}>
        <App />
      </CoreProvider>
    </StrictMode>,
  );
}
