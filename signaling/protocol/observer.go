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
