package protocol

import "time"

// For the person whose turn it is in a round.
type (
	// TurnBegin says that they have started. It opens no microphone.
	TurnBegin struct{}
	// TurnEnd says that they are done.
	TurnEnd struct{}
	// TurnPass lets it pass.
	TurnPass struct{}
	// TurnLater asks to be asked again at the end, once.
	TurnLater struct{}
)

// For staff, in a round. Seat is whose turn it was in the view that was looked at.
type (
	// RoundStart asks everybody in the circle, in the order of the seats. PaceSeconds is how long each might take, at
	// most 600; 0: as long as it takes. Nobody is ever cut off.
	RoundStart struct {
		Prompt      Prompt `json:"prompt"`
		PaceSeconds int    `json:"paceSeconds,omitempty" jsonschema:"minimum=0,maximum=600"`
	}
	// RoundNext ends a turn, begun or not, and goes on.
	RoundNext struct {
		Seat int `json:"seat"`
	}
	// RoundLater goes on, and comes back to the person at the end.
	RoundLater struct {
		Seat int `json:"seat"`
	}
	// RoundMove lets somebody who waits go before another who does; without Before: last.
	RoundMove struct {
		Seat   int `json:"seat"`
		Before int `json:"before,omitempty"`
	}
	// RoundUndo takes the last turn back. Seen is the round's over in the view that was looked at.
	RoundUndo struct {
		Seen int `json:"seen"`
	}
	// RoundStop ends the round.
	RoundStop struct{}
)

// Prompt is what everybody is asked in a round. Words are those of the kind own, at most 140 characters; every other
// kind is put into words by the page, in its reader's language. Kind empty: nothing in particular.
type Prompt struct {
	Kind  string `json:"kind" jsonschema:"enum=,enum=arrive,enum=helped,enum=hard,enum=need,enum=keep,enum=own"`
	Words string `json:"words,omitempty"`
}

// Round is what everybody in the circle sees of a round.
type Round struct {
	Prompt      Prompt    `json:"prompt"`
	PaceSeconds int       `json:"paceSeconds,omitempty"` // what was agreed for each
	Turn        int       `json:"turn,omitempty"`        // the seat whose turn it is; without one everybody has been asked
	Begun       bool      `json:"begun,omitempty"`       // they have begun
	Since       time.Time `json:"since"`                 // since when it is their turn
	Next        int       `json:"next,omitempty"`        // the seat that comes next
	// Second is for the person whose turn it is: they came back to it, and can't put it off again.
	Second bool `json:"second,omitempty"`
}

// StaffRound is what staff see of a round besides.
type StaffRound struct {
	Waiting []int `json:"waiting"` // the seats that come next, in their order
	Again   []int `json:"again"`   // who of them, and of whom the turn is, has been asked before
	Done    int   `json:"done"`    // how many won't be asked again
	Of      int   `json:"of"`      // out of how many
	Over    int   `json:"over"`    // how many turns are over, for round.undo
	CanUndo bool  `json:"canUndo,omitempty"`
}

func (TurnBegin) fromBrowser()  {}
func (TurnEnd) fromBrowser()    {}
func (TurnPass) fromBrowser()   {}
func (TurnLater) fromBrowser()  {}
func (RoundStart) fromBrowser() {}
func (RoundNext) fromBrowser()  {}
func (RoundLater) fromBrowser() {}
func (RoundMove) fromBrowser()  {}
func (RoundUndo) fromBrowser()  {}
func (RoundStop) fromBrowser()  {}
