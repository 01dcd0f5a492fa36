import { Trans } from "@lingui/react";
import type { ReactElement } from "react";
import type { WordId } from "../../locales/ids";
import { telephone } from "./telephone";

interface Props {
  id: WordId;
  values?: Record<string, string | number>;
  /** What <0>, <1> … stand for in the text. */
  parts?: Record<string, ReactElement>;
}

/** A sentence with something in it that is more than a word, such as a link. */
export function Words({ id, values = {}, parts = {} }: Props) {
  return <Trans id={id} values={values} components={parts} />;
}

/** A sentence in which <0>{phone}</0> can be called. */
export function WordsWithPhone({
  id,
  phone,
  values,
}: {
  id: WordId;
  phone: string;
  values?: Record<string, string>;
}) {
  // biome-ignore lint/a11y/useAnchorContent: the sentence fills it
  return <Words id={id} values={{ ...values, phone }} parts={{ 0: <a href={telephone(phone)} /> }} />;
}
