package protocol

// PreferencesSet replaces how a client likes to take part in this session. Only they and staff are told. It works in
// the lobby, too.
type PreferencesSet struct {
	Preferences Preferences `json:"preferences"`
}

// Preferences are how somebody likes to take part. Part is how they come into the talk, and Camera what they need about
// being seen; empty leaves either open. Pronouns (at most 20 characters) and Language (at most 32) are their own words.
type Preferences struct {
	Part     string `json:"part,omitempty" jsonschema:"enum=,enum=invite,enum=myself,enum=listening"`
	Pronouns string `json:"pronouns,omitempty"`
	Language string `json:"language,omitempty"`
	Camera   string `json:"camera,omitempty" jsonschema:"enum=,enum=breaks,enum=off"`
}

func (PreferencesSet) fromBrowser() {}
