package protocol

type (
	// TalkLook asks who has spoken how much in the running session. It is answered by talk.figures, once: whoever goes on
	// looking asks again. Staff only.
	TalkLook struct{}
	// TalkFigures is the talk time so far, from how loud microphones were that were let through, some seconds late. Never
	// from what was said. Nothing is decided by it.
	TalkFigures struct {
		People []SeatTalk `json:"people"` // in the circle and not interpreting, in the order of the seat numbers
		// Seconds is what everybody has spoken in turns, also who has left, and StaffSeconds what staff have of that.
		Seconds      int `json:"seconds"`
		StaffSeconds int `json:"staffSeconds"`
		// Balance is the Gini coefficient over the clients who were there for half of the session or more, times n/(n-1):
		// 0 is all the same, 1 one alone. It is left out for fewer than three, or if none of them has spoken.
		Balance *float64 `json:"balance,omitempty"`
		// Silences is how often nobody spoke for three seconds, and LongSilences how often of that for ten.
		Silences     int `json:"silences"`
		LongSilences int `json:"longSilences"`
		// QuieterFirst is the seats whose hands are up: those who have spoken least first, and else in the order of hands.
		QuieterFirst []int `json:"quieterFirst"`
	}
	// SeatTalk is the talk time of one person, whatever connection or seat they had.
	SeatTalk struct {
		Seat    int `json:"seat"`
		Seconds int `json:"seconds"` // in turns
		// Turns counts those of a second of voice or more, with pauses shorter than a second and a half; BackChannels what
		// is shorter.
		Turns        int `json:"turns"`
		BackChannels int `json:"backChannels"`
		// SinceSpoke is how many seconds ago their last turn ended. It is left out if they have had none.
		SinceSpoke *int `json:"sinceSpoke,omitempty"`
		// Doubted: the browser claims a loudness that its packets contradict, so that the figures can't be relied upon.
		Doubted bool `json:"doubted,omitempty"`
	}
)
