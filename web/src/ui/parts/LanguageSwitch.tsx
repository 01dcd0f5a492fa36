import { useLingui } from "@lingui/react";
import { changeLanguage, isLanguage, languages } from "../words/language";
import { useSay } from "../words/say";
import styles from "./LanguageSwitch.module.css";

/** English or Spanish; each says its own name in its own language. */
export function LanguageSwitch() {
  const say = useSay();
  const { i18n } = useLingui();
  return (
    <fieldset className={styles.languages}>
      <legend className={styles.legend}>{say("language")}</legend>
      {Object.entries(languages).map(([tag, name]) => (
        <label key={tag} lang={tag}>
          <input
            type="radio"
            name="language"
            value={tag}
            checked={i18n.locale === tag}
            onChange={() => isLanguage(tag) && void changeLanguage(tag)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
