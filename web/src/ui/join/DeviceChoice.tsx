import { useId } from "react";
import { useSay } from "../words/say";
import styles from "./Join.module.css";

interface Props {
  label: string;
  devices: readonly MediaDeviceInfo[];
  /** The id in use or chosen; one that is not listed leaves it to the browser. */
  chosen: string;
  onChoose: (deviceId: string) => void;
}

/** Which microphone, camera or speaker; nothing to choose from shows nothing. */
export function DeviceChoice({ label, devices, chosen, onChoose }: Props) {
  const say = useSay();
  const id = useId();
  if (devices.length === 0) return null;
  const listed = devices.some((device) => device.deviceId === chosen);
  return (
    <>
      <label className={styles.hidden} htmlFor={id}>
        {label}
      </label>
      <select
        className={styles.select}
        id={id}
        value={listed ? chosen : ""}
        onChange={(event) => onChoose(event.target.value)}
      >
        {!listed && <option value="">{say("device.automatic")}</option>}
        {devices.map((device, i) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || `${label} ${i + 1}`}
          </option>
        ))}
      </select>
    </>
  );
}
