package protocol

// ObserverAnswer says whether one agrees that an observer sits in. It may be said anew at any time, and nobody else is
// told.
type ObserverAnswer struct {
	Observer int  `json:"observer"`
	Agree    bool `json:"agree"`
}

// ObserverAsk is an observer about whom the reader is asked. The answer is the reader's own.
type ObserverAsk struct {
	Observer int    `json:"observer"`
	Name     string `json:"name"`
	Here     bool   `json:"here,omitempty"` // in the circle: everybody there has agreed
	Answer   string `json:"answer,omitempty" jsonschema:"enum=agreed,enum=declined"`
}

// CaptionSay is a captioner's: a line of what is said, of at most 160 characters, for everybody who hears the circle.
// Sending the same op again changes nothing.
type CaptionSay struct {
	Text string `json:"text"`
	Op   uint64 `json:"op,omitempty" jsonschema:"maximum=9007199254740991"`
}

// Caption is a line that a captioner has written. It is kept nowhere: what a browser missed can't be had again.
type Caption struct {
	Text string `json:"text"` // plain
}

// SeatLine is how the line of a seat fares, for a tech helper who helps. Without a state there is nothing to say of it.
type SeatLine struct {
	Seat  int    `json:"seat"`
	State string `json:"state,omitempty" jsonschema:"enum=poor,enum=lost"`
}
