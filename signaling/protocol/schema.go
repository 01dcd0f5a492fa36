package protocol

//go:generate go run ./schemagen
//go:generate npm --prefix ../../web run --silent generate

// SignalKinds lists every kind of signal, for the schema. They are those of the rules.
func SignalKinds() []SignalKind { return []SignalKind{"support", "unsafe", "hearing", "leaving"} }

// Reasons lists every reason that staff may give, for the schema. They are those of the rules.
func Reasons() []Reason {
	return []Reason{"asked", "privacy", "wellbeing", "ground-rules", "wrong-session", "technical"}
}
