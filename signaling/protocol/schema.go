package protocol

//go:generate go run ./schemagen
//go:generate npm --prefix ../../web run --silent generate

// Reasons lists every reason that staff may give, for the schema. They are those of the rules.
func Reasons() []Reason {
	return []Reason{"asked", "privacy", "wellbeing", "ground-rules", "wrong-session", "technical"}
}
