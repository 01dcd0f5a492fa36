import type { Opened } from "./gallery";

const more = "text=/^(More|Más)$/";
const leave = "text=/^(Leave|Salir)$/";
const devices = [more, "text=/^(Devices|Dispositivos)$/"];
const preferences = "text=/^(How I like to take part|Cómo me gusta participar)$/";
const keys = "text=/^(Keys|Teclas)$/";
const play = "text=/^(Play a soft sound|Reproducir un sonido suave)$/";
const support = "text=/^(I need support|Support|Necesito apoyo|Apoyo)$/";

const stepAside = "text=/^(Step aside with|Hablar en privado con)/";
const looking = ["main li:nth-child(2) button", "text=/^(Connection|Conexión)$/"];

const talking = ["text=/^(Talk time|Tiempo de palabra)$/"];

/** Every dialog, sheet and menu, by name: what opens on a press. */
export const opened: Readonly<Record<string, Opened>> = {
  "staff-seat-menu": { scene: "staff", presses: ["main li:nth-child(2) button"] },
  "staff-hold": {
    scene: "staff",
    presses: [
      "main li:nth-child(3) button",
      "text=/^(Move to the waiting room|Llevar a la sala de espera)$/",
    ],
  },
  "staff-end-today": {
    scene: "staff",
    presses: ["main li:nth-child(3) button", "text=/^(End for today|Terminar por hoy)$/"],
  },
  "staff-aside-alone": { scene: "staff-alone", presses: ["main li:nth-child(2) button", stepAside] },
  "staff-waiting-menu": {
    scene: "staff",
    panel: true,
    presses: [":is(aside, [role=dialog]) li:first-child button[aria-haspopup]"],
  },
  "staff-line-open": { scene: "staff-line", presses: looking },
  "staff-line-slow-open": { scene: "staff-line-slow", presses: looking },
  "staff-line-new-open": { scene: "staff-line-new", presses: looking },
  "staff-start-session": {
    scene: "staff-start",
    presses: ["text=/^(Start session|Iniciar la sesión)$/"],
  },
  "staff-session-length": {
    scene: "staff-session",
    panel: true,
    presses: ["text=/^(Change the length|Cambiar la duración)$/"],
  },
  "staff-start-round": {
    scene: "staff",
    panel: true,
    presses: ["text=/^(Start a round|Empezar una ronda)$/"],
  },
  "staff-round-order": { scene: "staff-round", panel: true, presses: ["summary"] },
  "staff-end-session": {
    scene: "staff",
    panel: true,
    presses: ["text=/^(End session|Terminar la sesión)$/"],
  },
  "staff-more": { scene: "staff", presses: [more] },
  "circle-support": { scene: "circle", presses: [support] },
  "circle-moment-support": { scene: "circle-moment", presses: [support] },
  "circle-asked-sheet": { scene: "circle-asked", presses: [support] },
  "aside-asked-sheet": { scene: "aside-asked", presses: [support] },
  "circle-seen-sheet": { scene: "circle-seen", presses: [support] },
  "circle-unanswered-sheet": { scene: "circle-unanswered", presses: [support] },
  "circle-messages": {
    scene: "circle-written",
    presses: ["text=/^(Dana wrote to you|Dana le escribió)$/"],
  },
  "lobby-support": { scene: "lobby", presses: [support] },
  "staff-signals-panel": { scene: "staff-signals", panel: true, presses: [] },
  "staff-talk-open": { scene: "staff-talk", panel: true, presses: talking },
  "staff-talk-few-open": { scene: "staff-talk-few", panel: true, presses: talking },
  "staff-talk-nobody-open": { scene: "staff-talk-nobody", panel: true, presses: talking },
  "staff-quieter-first": {
    scene: "staff-talk",
    panel: true,
    presses: ["text=/^(Quieter first|Primero quien menos habló)$/"],
  },
  "staff-panel": { scene: "staff", panel: true, presses: [] },
  "staff-last-leave": { scene: "staff-last", presses: [more, leave] },
  "staff-relief-leave": { scene: "staff-relief", presses: [more, leave] },
  "roles-captions": {
    scene: "roles-circle",
    presses: [more, "text=/^(Captions: off|Subtítulos: no)$/"],
  },
  "roles-more": { scene: "roles-circle", presses: [more] },
  "roles-helper-open": { scene: "roles-helper", presses: ["main li:nth-child(2) button"] },
  "circle-more": { scene: "circle", presses: [more] },
  "circle-gesture-menu": {
    scene: "circle-gestures",
    wide: true,
    presses: ["#controls >> text=/^(With you|Aquí con usted)$/"],
  },
  "circle-preferences": { scene: "circle", presses: [more, preferences] },
  "join-preferences-open": { scene: "join-preferences", presses: ["text=/^(Choose|Elegir)$/"] },
  "staff-preferences-menu": { scene: "staff-preferences", presses: ["main li:nth-child(3) button"] },
  "circle-devices": { scene: "circle", presses: devices },
  "circle-devices-listening": { scene: "circle-listening", presses: devices },
  "circle-devices-unblurred": { scene: "circle-unblurred", presses: devices },
  "circle-devices-replaced": { scene: "circle-replaced", presses: devices },
  "circle-ways": { scene: "circle", presses: [more, "text=/^(Two private ways out|Dos salidas privadas)$/"] },
  "circle-picture": { scene: "circle-replaced", presses: [more, "text=/^(See my picture|Ver mi imagen)$/"] },
  "circle-keys": { scene: "circle", presses: [more, keys] },
  "staff-keys": { scene: "staff", presses: [more, keys] },
  "circle-leave": { scene: "circle", presses: [more, leave] },
  "lobby-leave": {
    scene: "lobby",
    presses: ["text=/^(Leave the waiting room|Salir de la sala de espera)$/"],
  },
  "join-name": { scene: "join", presses: ["main button"] },
  "join-unheard": { scene: "join", presses: [play, "text=/^(I didn't|No lo oí)$/"] },
};
