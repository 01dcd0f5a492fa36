package protocol

import "time"

// For staff, about the session as a whole. Minutes are whole, from 15 to 240.
type (
	// SessionStart begins the session: with an objective of at most 140 characters, or with Open for an open agenda.
	// Minutes is how long it is planned to take; without it, as long as the group's sessions are.
	SessionStart struct {
		Objective string `json:"objective,omitempty"`
		Open      bool   `json:"open,omitempty"`
		Minutes   int    `json:"minutes,omitempty" jsonschema:"minimum=0,maximum=240"`
	}
	// SessionLength plans the running session to take so long in all. It ends nothing.
	SessionLength struct {
		Minutes int `json:"minutes" jsonschema:"minimum=15,maximum=240"`
	}
)

// Session is what the circle is told of the session that runs. Without an objective the agenda is open. The time that
// is left follows from Began, Minutes and the server's time, and nothing happens at its end.
type Session struct {
	Objective string    `json:"objective,omitempty"`
	Began     time.Time `json:"began"`
	Minutes   int       `json:"minutes"`
}

func (SessionStart) fromBrowser()  {}
func (SessionLength) fromBrowser() {}
