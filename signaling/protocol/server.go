package protocol

import "time"

// ServerRows lists every message that the server may send.
func ServerRows() []Row {
	return []Row{
		{"welcome", Welcome{}},
		{"view", View{}},
		{"ticket", Ticket{}},
		{"media.answer", MediaAnswer{}},
		{"media.slots", MediaSlots{}},
		{"media.layers", MediaLayers{}},
		{"media.speaking", MediaSpeaking{}},
		{"invite.declined", InviteDeclined{}},
		{"aside.declined", AsideDeclined{}},
		{"gesture", Gesture{}},
		{"messages", Messages{}},
		{"caption", Caption{}},
		{"line.details", LineDetails{}},
		{"talk.figures", TalkFigures{}},
		{"done", Done{}},
		{"refused", Refused{}},
		{"ping", Ping{}},
		{"bye", Bye{}},
	}
}

// Reason is why staff took something away from somebody.
type Reason string

// SignalKind is what a private signal says.
type SignalKind string

// Code is why something was refused. Codes are stable; the page has words for each.
type Code string

// FloorMode says whom the circle may hear beside staff and interpreters.
type FloorMode string

// What Welcome.Media may say.
const (
	MediaFresh MediaState = "fresh" // there is none: the circle begins with an offer of a new one
	MediaKept  MediaState = "kept"  // it is there: an offer that restarts ICE continues it
)

// Around the room.
type (
	// Welcome answers hello. The ticket resumes this visit from another connection of the same tab.
	Welcome struct {
		Protocol   int       `json:"protocol"`
		ServerTime time.Time `json:"serverTime"`
		Ticket     string    `json:"ticket"`
		Phone      string    `json:"phone"` // the contact line
		Slots      Slots     `json:"slots"` // how many receive lines the one offer must have
		// Media says whether the server still has this visit's peer connection, so that an ICE restart continues it.
		Media MediaState `json:"media" jsonschema:"enum=fresh,enum=kept"`
		// Exit is a neutral page elsewhere, which a quick exit goes on to once it is over; empty: none is set up.
		Exit string `json:"exit,omitempty"`
	}
	// MediaState is what has become of a visit's peer connection.
	MediaState string
	// Slots is how many recvonly slots a browser must offer.
	Slots struct {
		People int `json:"people"` // pairs of audio and video
		Screen int `json:"screen"` // pairs of audio and video for a shared screen
	}
	// Ticket replaces the ticket that the browser holds.
	Ticket struct {
		Ticket string `json:"ticket"`
	}
	// Ping must be answered with a pong of the same number at once.
	Ping struct {
		N  uint32 `json:"n"`
		At int64  `json:"at,omitempty"` // the server's time when it was sent, in milliseconds since 1970
	}
	// Done says that a command with an id took effect. Saved is false while the store can't be reached.
	Done struct {
		ID    uint32 `json:"id"`
		Saved bool   `json:"saved"`
	}
	// Refused says that a command was not carried out; nothing has changed.
	Refused struct {
		ID   uint32 `json:"id,omitempty"`
		Code Code   `json:"code"`
	}
	// Bye is the last frame before the server closes the connection.
	Bye struct {
		Why    string `json:"why" jsonschema:"enum=left,enum=away,enum=denied,enum=today,enum=session-over,enum=elsewhere,enum=revoked,enum=idle,enum=unattended,enum=refused,enum=restart,enum=too-slow,enum=too-many,enum=reload,enum=malformed"`
		Reason Reason `json:"reason,omitempty"`
		// ComeBack says whether the page should connect again by itself, after AfterMS milliseconds.
		ComeBack bool `json:"comeBack"`
		AfterMS  int  `json:"afterMs,omitempty"`
	}
	// InviteDeclined tells the asker that the person on this seat would rather not speak now.
	InviteDeclined struct {
		Seat int `json:"seat"`
	}
)

// Media.
type (
	// MediaAnswer is the server's one session description.
	MediaAnswer struct {
		SDP string `json:"sdp"`
	}
	// MediaSlots says whom each bound slot shows; a slot that is not listed is empty and must be blanked at once.
	// Newest wins.
	MediaSlots struct {
		Slots []Slot `json:"slots"`
	}
	// Slot binds one m-line of the offer to a seat.
	Slot struct {
		Mid  string `json:"mid"`
		Seat int    `json:"seat"`
		Kind string `json:"kind" jsonschema:"enum=audio,enum=video,enum=screen,enum=screen-audio"`
		// Paused: this browser's line is too slow for the picture, so nothing of it comes for now. Blank it.
		Paused bool `json:"paused,omitempty"`
		// After is the RTP timestamp of the last picture of whoever had the line before: only a newer one (modulo 2^32, RFC
		// 1982) is this seat's. Without it the line has shown nobody yet.
		After *uint32 `json:"after,omitempty" jsonschema:"minimum=0,maximum=4294967295"`
	}
	// MediaLayers names the encodings of the camera that are of use to anybody, by the rids of the offer: the browser
	// stops the others, and starts those that it had stopped. Newest wins.
	MediaLayers struct {
		Active []string `json:"active"`
	}
	// MediaSpeaking lists the seats that are heard speaking right now. Newest wins.
	MediaSpeaking struct {
		Seats []int `json:"seats"`
	}
)

// Messages on the side.
type (
	// Messages brings messages that are for the reader: a new one as it is written, and those of the session so far to
	// whoever comes into the circle. What the reader has already, by its number, is the same.
	Messages struct {
		Messages []Message `json:"messages"` // the oldest first
	}
	// Message is one. Names are those of the moment at which it was written.
	Message struct {
		Number    int64     `json:"number"` // orders messages
		At        time.Time `json:"at"`
		Mine      bool      `json:"mine,omitempty"`
		From      string    `json:"from"`
		FromSeat  int       `json:"fromSeat"`
		FromStaff bool      `json:"fromStaff,omitempty"`
		To        string    `json:"to" jsonschema:"enum=staff,enum=one,enum=all"`
		ToName    string    `json:"toName,omitempty"` // of one
		ToSeat    int       `json:"toSeat,omitempty"`
		Text      string    `json:"text"` // plain; only one from staff may hold links
	}
)

// View is exactly what its reader may see; newest wins.
type View struct {
	// Version rises only when this reader's view changes.
	Version uint64     `json:"version"`
	Place   string     `json:"place" jsonschema:"enum=lobby,enum=circle"`
	Running bool       `json:"running"`
	You     Self       `json:"you"`
	Crisis  string     `json:"crisis,omitempty"` // whom to call in danger, in the programme's words; else the page has its own
	Lobby   *LobbyText `json:"lobby,omitempty"`  // in the lobby
	Circle  *Circle    `json:"circle,omitempty"`
	Lines   []SeatLine `json:"lines,omitempty"` // for a tech helper who helps, in the order of the seat numbers
	Staff   *StaffView `json:"staff,omitempty"` // staff in the circle
}

// Self is what a person sees of themselves.
type Self struct {
	Role         string `json:"role"`
	Name         string `json:"name"`
	AskedName    string `json:"askedName,omitempty"`
	Seat         int    `json:"seat,omitempty"`
	Ready        bool   `json:"ready"`
	MaySpeak     bool   `json:"maySpeak"`
	MayShow      bool   `json:"mayShow"`
	FloorClosed  bool   `json:"floorClosed,omitempty"` // the floor does not let them be heard now
	Microphone   bool   `json:"microphone"`
	Camera       bool   `json:"camera"`
	Invited      bool   `json:"invited"`
	CameraReason Reason `json:"cameraReason,omitempty"`
	Held         bool   `json:"held"`
	SteppedAway  bool   `json:"steppedAway,omitempty"`
	Hushed       bool   `json:"hushed,omitempty"`  // moment.hush
	Private      bool   `json:"private,omitempty"` // privacy.take, until privacy.end

	Preferences *Preferences `json:"preferences,omitempty"` // as one has said them
	Aside       *OwnAside    `json:"aside,omitempty"`       // in the circle

	Signals []OwnSignal `json:"signals,omitempty"` // what one has asked of staff, the oldest first

	Observers  []ObserverAsk `json:"observers,omitempty"`  // about whom one is asked, in the circle
	Helping    bool          `json:"helping,omitempty"`    // a tech helper's own: staff let them help
	GroupAsked bool          `json:"groupAsked,omitempty"` // an observer's own: the group is being asked about them
}

// OwnSignal is what the sender sees of a signal. Unanswered: no staff have been there for 30 s.
type OwnSignal struct {
	Kind      SignalKind `json:"kind"`
	Words     string     `json:"words,omitempty"`
	WordsLost bool       `json:"wordsLost,omitempty"` // there were some; the server that knew them has ended
	State     string     `json:"state" jsonschema:"enum=waiting,enum=seen,enum=unanswered"`
	SeenBy    string     `json:"seenBy,omitempty"`
}

// LobbyText is all that a waiting person learns.
type LobbyText struct {
	HostName string `json:"hostName,omitempty"`
	Full     bool   `json:"full"`
}

// Circle is what everybody in it sees.
type Circle struct {
	Seats []Seat `json:"seats"` // in the order of the seat numbers
	Hands []int  `json:"hands"` // seat numbers, in the order in which hands were raised
	// Floor says whom the circle may hear: everybody, whoever has the floor, at most one who has it, or nobody. Staff and
	// interpreters are always let through.
	Floor FloorMode `json:"floor,omitempty" jsonschema:"enum=open,enum=hand-first,enum=one-voice,enum=cool-down"`
	// Grounding is the exercise that everybody is offered now.
	Grounding *Grounding `json:"grounding,omitempty"`
	Screen    int        `json:"screen,omitempty"` // the seat whose screen is shared
	Session   *Session   `json:"session,omitempty"`
	Helpers   []string   `json:"helpers,omitempty"` // tech helpers who look after lines now; they are outside
	Round     *Round     `json:"round,omitempty"`
	// Staff says how the running session is attended; without a session there is none.
	Staff *StaffPresence `json:"staff,omitempty"`
}

// Grounding is an exercise that is done together. Its step follows from Began and the server's time: of senses there are
// five of 20 s, of feet four of 20 s, and breath is ten times 4 s in and 6 s out.
type Grounding struct {
	Kind  string    `json:"kind" jsonschema:"enum=senses,enum=breath,enum=feet"`
	Began time.Time `json:"began"`
}

// StaffPresence is how a running session is attended. Away: nobody of the staff is connected, and media still flow.
// Paused: nothing flows until staff are back, and everybody's microphone and camera are off then.
type StaffPresence struct {
	State   string `json:"state" jsonschema:"enum=here,enum=away,enum=paused"`
	Name    string `json:"name,omitempty"`    // who was there last
	Decided bool   `json:"decided,omitempty"` // they left on purpose
	// SteppedAway: their line is there, so that they are back by a press of their own.
	SteppedAway bool `json:"steppedAway,omitempty"`
}

// Seat is one person of the circle. RosterName and what follows is for staff only.
type Seat struct {
	Seat         int    `json:"seat"`
	Name         string `json:"name"`
	Role         string `json:"role"`
	Microphone   bool   `json:"microphone"`
	Camera       bool   `json:"camera"`
	Reconnecting bool   `json:"reconnecting"`
	SteppedAway  bool   `json:"steppedAway,omitempty"`
	PoorLine     bool   `json:"poorLine,omitempty"`
	Private      bool   `json:"private,omitempty"` // paused: neither heard nor hearing; why is not said
	// HasFloor: staff have given them the floor. Peers see it once it is taken.
	HasFloor bool `json:"hasFloor,omitempty"`

	RosterName string `json:"rosterName,omitempty"`
	AskedName  string `json:"askedName,omitempty"`
	Muted      bool   `json:"muted,omitempty"`     // staff have withdrawn the permission to speak
	CameraOff  bool   `json:"cameraOff,omitempty"` // staff have withdrawn the permission to be seen
	Invited    bool   `json:"invited,omitempty"`
	LongAway   bool   `json:"longAway,omitempty"`  // stepped away for five minutes
	AsideWith  int    `json:"asideWith,omitempty"` // talks in private with that seat

	Preferences *Preferences `json:"preferences,omitempty"`
}

// StaffView is what staff see besides.
type StaffView struct {
	Waiting []Waiting `json:"waiting"` // in the order of arrival
	Full    bool      `json:"full"`
	Minutes int       `json:"minutes,omitempty"` // how long the group's sessions are planned to take
	// Restrictions counts what staff have withdrawn from somebody in this session.
	Restrictions int       `json:"restrictions,omitempty"`
	Template     string    `json:"template,omitempty" jsonschema:"enum=psychoeducation,enum=skills,enum=process,enum=support,enum=family"`
	Undo         *UndoView `json:"undo,omitempty"`    // what can be taken back now; it is there for 10 s
	Signals      []Signal  `json:"signals,omitempty"` // those that wait, the oldest first
	Missed       []Missed  `json:"missed,omitempty"`  // who has asked for staff and is gone
	// LastStaff: leave must say what comes then. Relief is who of the staff may be handed over to; empty: nobody.
	LastStaff bool   `json:"lastStaff,omitempty"`
	Relief    string `json:"relief,omitempty"`
	// Exits is who has left by quick exit in this session and has not come again, the first one first.
	Exits []Exit `json:"exits,omitempty"`

	Round *StaffRound `json:"round,omitempty"`
}

// Exit is somebody who has left by quick exit.
type Exit struct {
	RosterName string    `json:"rosterName"`
	At         time.Time `json:"at"`
}

// Signal is a private signal that waits for staff. Its sender sits, waits in the lobby, or has left.
type Signal struct {
	Signal    int        `json:"signal"`
	Seat      int        `json:"seat,omitempty"`
	Waiting   int        `json:"waiting,omitempty"`
	Name      string     `json:"name"`
	Kind      SignalKind `json:"kind"`
	Words     string     `json:"words,omitempty"`
	WordsLost bool       `json:"wordsLost,omitempty"`
	Since     time.Time  `json:"since"`
	Edition   int        `json:"edition,omitempty"` // signal.seen says it back
	Calls     int        `json:"calls"`             // grows with every call: at first, every 20 s, and with new words
}

// Missed is somebody who has asked for staff and whose line has then been lost for a minute.
type Missed struct {
	Seat  int       `json:"seat,omitempty"`
	Name  string    `json:"name"`
	Since time.Time `json:"since"`
}

// UndoView is an act of staff that can be taken back. Whatever staff withdraw from anybody ends the offer.
type UndoView struct {
	Act    string `json:"act" jsonschema:"enum=mute-all,enum=floor,enum=template"`
	Number int    `json:"number"`
}

// Waiting is one visit in the lobby.
type Waiting struct {
	Waiting      int       `json:"waiting"`
	Name         string    `json:"name"`
	RosterName   string    `json:"rosterName"`
	AskedName    string    `json:"askedName,omitempty"`
	Role         string    `json:"role"`
	Ready        bool      `json:"ready"`
	Held         bool      `json:"held"`
	SecondDevice bool      `json:"secondDevice"`
	Reconnecting bool      `json:"reconnecting"`
	Since        time.Time `json:"since"`
	Helping      bool      `json:"helping,omitempty"`    // a tech helper who helps
	GroupAsked   bool      `json:"groupAsked,omitempty"` // an observer about whom the group is asked
}

func (Welcome) fromServer()        {}
func (View) fromServer()           {}
func (Ticket) fromServer()         {}
func (MediaAnswer) fromServer()    {}
func (MediaSlots) fromServer()     {}
func (MediaLayers) fromServer()    {}
func (MediaSpeaking) fromServer()  {}
func (InviteDeclined) fromServer() {}
func (Messages) fromServer()       {}
func (Caption) fromServer()        {}
func (LineDetails) fromServer()    {}
func (TalkFigures) fromServer()    {}
func (Done) fromServer()           {}
func (Refused) fromServer()        {}
func (Ping) fromServer()           {}
func (Bye) fromServer()            {}

var (
	serverTypes = typesOf(ServerRows())
	serverNames = namesOf(ServerRows())
)
