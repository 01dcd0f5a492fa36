import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { openCore } from "./core";
import { CoreProvider } from "./state/hooks";
import { App } from "./ui/App";

const page = document.getElementById("page");
if (!page) throw new Error("index.html has no #page");

createRoot(page).render(
  <StrictMode>
    <CoreProvider core={openCore(window)}>
      <App />
    </CoreProvider>
  </StrictMode>,
);
