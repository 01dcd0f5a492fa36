import { useId } from "react";
import styles from "./Join.module.css";

interface Props {
  label: string;
  devices: readonly MediaDeviceInfo[];
  chosen: string;
  onChoose: (deviceId: string) => void;
}

/** Which microphone or camera; nothing to choose from shows nothing. */
export function DeviceChoice({ label, devices, chosen, onChoose }: Props) {
  const id = useId();
  if (devices.length === 0) return null;
  return (
    <>
      <label className={styles.hidden} htmlFor={id}>
        {label}
      </label>
      <select
        className={styles.select}
        id={id}
        value={chosen}
        onChange={(event) => onChoose(event.target.value)}
      >
        {devices.map((device, i) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || `${label} ${i + 1}`}
          </option>
        ))}
      </select>
    </>
  );
}
