import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { openCore } from "./core";
import { CoreProvider } from "./state/hooks";
import { App } from "./ui/App";
import { Notes } from "./ui/notes/notes";
import { fetchLanguages, startLanguage } from "./ui/words/language";
import { hasExited } from "./ways/address";

const page = document.getElementById("page");
if (!page) throw new Error("index.html has no #page");

const notes = new Notes(document);
if (hasExited(window)) notes.close();
else {
  const core = openCore(window, notes);
  await startLanguage();
  createRoot(page).render(
    <StrictMode>
      <CoreProvider core={core}>
        <App />
      </CoreProvider>
    </StrictMode>,
  );
  void fetchLanguages();
}
