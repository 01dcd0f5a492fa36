package protocol

type (
	// LineLook asks how the line of a seat fares now. It is answered by line.details, once: whoever goes on looking asks
	// again. Staff only.
	LineLook struct {
		Seat int `json:"seat"`
	}
	// LineDetails is how the line of a seat fares, in figures that the server has noted anyway. What is left out is not
	// known now. There is no address in it, and nobody else's is part of it.
	LineDetails struct {
		Seat int `json:"seat"`
		// State is what the server makes of it: new is too new to be judged; none, that there is no peer connection, or
		// nobody on that seat.
		State LineState `json:"state" jsonschema:"enum=none,enum=new,enum=good,enum=poor"`
		// Why a line is poor: too much gets lost on the way from the person, or to them. Neither: nothing comes at all.
		PoorUp   bool `json:"poorUp,omitempty"`
		PoorDown bool `json:"poorDown,omitempty"`
		// RTTMS is the round trip between the server and the browser, in milliseconds.
		RTTMS *float64 `json:"rttMs,omitempty"`
		// LossUp is what got lost on the way from the person in the last six seconds, in percent of the packets, and
		// LossDown on the way to them. Packets that were sent again in time count as lost, too.
		LossUp   *float64       `json:"lossUp,omitempty"`
		LossDown *float64       `json:"lossDown,omitempty"`
		Sends    SentPicture    `json:"sends"`
		Receives PicturesBySize `json:"receives"`
		Path     string         `json:"path,omitempty" jsonschema:"enum=udp,enum=tcp"`
	}
	// LineState is what the server makes of a line.
	LineState string
	// SentPicture is the camera's picture as it reaches the server: the greatest of its sizes that comes, counted from
	// 1, the smallest, and how many the browser has offered. 0: none.
	SentPicture struct {
		Size int `json:"size"`
		Of   int `json:"of"`
	}
	// PicturesBySize counts the pictures that the server sends to the browser now. Only is of those that have one size.
	PicturesBySize struct {
		Small  int `json:"small"`
		Medium int `json:"medium"`
		Large  int `json:"large"`
		Only   int `json:"only"`
	}
)

// What LineDetails.State may be.
const (
	LineNone LineState = "none"
	LineNew  LineState = "new"
	LineGood LineState = "good"
	LinePoor LineState = "poor"
)
