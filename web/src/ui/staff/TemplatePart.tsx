import type { WordId } from "../../locales/ids";
import type { View } from "../../protocol/messages";
import type { Template } from "../../state/actions";
import { useActions } from "../../state/hooks";
import { MenuItem, MenuPart } from "../parts/Menu";
import { useSay } from "../words/say";

/** What each kind of session is called, and what it brings. */
export const templateWords: Readonly<Record<Template, readonly [name: WordId, then: WordId]>> = {
  psychoeducation: ["template.psychoeducation", "template.psychoeducation.then"],
  skills: ["template.skills", "template.skills.then"],
  process: ["template.process", "template.process.then"],
  support: ["template.support", "template.support.then"],
  family: ["template.family", "template.family.then"],
};

const templates = Object.keys(templateWords) as Template[];

/** How this session is led: a part of the menu of staff. Another kind changes settings, and nobody's connection. */
export function TemplatePart({ view: { staff } }: { view: View }) {
  const say = useSay();
  const actions = useActions();
  if (!staff?.template) return null;
  return (
    <MenuPart
      title={say("template.label")}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[staff.template]}
      onSelectionChange={(keys) => {
        const [name] = keys;
        const chosen = templates.find((one) => one === name);
        if (chosen && chosen !== staff.template) void actions.leadBy(chosen);
      }}
    >
      {templates.map((name) => {
        const [title, then] = templateWords[name];
        return <MenuItem key={name} id={name} text={say(title)} then={say(then)} />;
      })}
    </MenuPart>
  );
}
