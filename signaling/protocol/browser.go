package protocol

import "reflect"

// TypeMediaOffer is the one message that may be longer than MaxFrame.
const TypeMediaOffer = "media.offer"

// BrowserRows lists every message that a browser may send.
func BrowserRows() []Row {
	return []Row{
		{"hello", Hello{}},
		{"pong", Pong{}},
		{"lobby.ready", LobbyReady{}},
		{"name.ask", NameAsk{}},
		{"preferences.set", PreferencesSet{}},
		{"leave", Leave{}},
		{TypeMediaOffer, MediaOffer{}},
		{"media.want", MediaWant{}},
		{"mic.set", MicSet{}},
		{"camera.set", CameraSet{}},
		{"hand.raise", HandRaise{}},
		{"hand.lower", HandLower{}},
		{"gesture.send", GestureSend{}},
		{"invite.decline", InviteDecline{}},
		{"moment.take", MomentTake{}},
		{"moment.end", MomentEnd{}},
		{"moment.hush", MomentHush{}},
		{"grounding.start", GroundingStart{}},
		{"grounding.stop", GroundingStop{}},
		{"privacy.take", PrivacyTake{}},
		{"privacy.end", PrivacyEnd{}},
		{"exit.quick", ExitQuick{}},
		{"signal.send", SignalSend{}},
		{"signal.words", SignalWords{}},
		{"signal.take_back", SignalTakeBack{}},
		{"message.staff", MessageStaff{}},
		{"turn.begin", TurnBegin{}},
		{"turn.end", TurnEnd{}},
		{"turn.pass", TurnPass{}},
		{"turn.later", TurnLater{}},
		{"round.start", RoundStart{}},
		{"round.next", RoundNext{}},
		{"round.later", RoundLater{}},
		{"round.move", RoundMove{}},
		{"round.undo", RoundUndo{}},
		{"round.stop", RoundStop{}},
		{"screen.set", ScreenSet{}},
		{"aside.offer", AsideOffer{}},
		{"aside.accept", AsideAccept{}},
		{"aside.decline", AsideDecline{}},
		{"aside.end", AsideEnd{}},
		{"session.start", SessionStart{}},
		{"session.length", SessionLength{}},
		{"session.end", SessionEnd{}},
		{"lobby.admit", LobbyAdmit{}},
		{"lobby.admit_all", LobbyAdmitAll{}},
		{"lobby.deny", LobbyDeny{}},
		{"name.answer", NameAnswer{}},
		{"seat.mute", SeatMute{}},
		{"room.mute_all", RoomMuteAll{}},
		{"seat.invite", SeatInvite{}},
		{"room.allow_all", RoomAllowAll{}},
		{"seat.camera_off", SeatCameraOff{}},
		{"seat.camera_allow", SeatCameraAllow{}},
		{"seat.hand_lower", SeatHandLower{}},
		{"seat.hold", SeatHold{}},
		{"line.look", LineLook{}},
		{"talk.look", TalkLook{}},
		{"person.end_today", PersonEndToday{}},
		{"signal.seen", SignalSeen{}},
		{"message.seat", MessageSeat{}},
		{"message.all", MessageAll{}},
		{"floor.set", FloorSet{}},
		{"floor.take", FloorTake{}},
		{"template.use", TemplateUse{}},
		{"undo", Undo{}},
	}
}

// Before and around the room.
type (
	// Hello is the first frame of a connection and must come within 5 s. Exactly one of Token and Ticket is set.
	Hello struct {
		Protocol int    `json:"protocol"`
		Token    string `json:"token,omitempty"`
		Ticket   string `json:"ticket,omitempty"`
	}
	// Pong answers a ping with its number, at once.
	Pong struct {
		N uint32 `json:"n"`
	}
	// LobbyReady says that the device check is done.
	LobbyReady struct{}
	// NameAsk asks staff for another display name of at most 32 characters. Empty takes the question back.
	NameAsk struct {
		Name string `json:"name"`
	}
	// Leave gives up the seat or the place in the lobby. Of the last staff in a running session it is refused
	// (last-staff) unless Then says what becomes of the session; for everybody else Then means nothing.
	Leave struct {
		Then string `json:"then,omitempty" jsonschema:"enum=,enum=hand-over,enum=pause,enum=end"`
	}
)

// For oneself, in the circle.
type (
	// MediaOffer carries the browser's one session description (RFC 8829), at most MaxOffer with its frame.
	MediaOffer struct {
		SDP string `json:"sdp"`
	}
	// MediaWant says how large the browser shows pictures, so that no more is sent than is seen. Slots that are not
	// listed stay as they are. It is never answered, unless it is malformed.
	MediaWant struct {
		Slots []Wish `json:"slots" jsonschema:"maxItems=64"`
	}
	// Wish is the height, in pixels of the screen, at which a picture's slot is shown. 0: it is not visible, and its
	// picture stops.
	Wish struct {
		Mid    string `json:"mid"`
		Height int    `json:"height" jsonschema:"minimum=0,maximum=16384"`
	}
	// MicSet says whether the owner leaves the microphone on.
	MicSet struct {
		On bool `json:"on"`
	}
	// CameraSet says whether the owner leaves the camera on.
	CameraSet struct {
		On bool `json:"on"`
	}
	// HandRaise joins the hand queue.
	HandRaise struct{}
	// HandLower leaves the hand queue.
	HandLower struct{}
	// InviteDecline answers an invitation to speak with "not now"; only the asker is told.
	InviteDecline struct{}
	// MomentTake steps away: microphone and camera go off, the seat is kept.
	MomentTake struct{}
	// MomentEnd is back; microphone and camera stay off.
	MomentEnd struct{}
	// MomentHush says whether the circle's sound stays out of one's moment. It is refused outside of one (no-moment).
	MomentHush struct {
		On bool `json:"on"`
	}
)

// The private ways out, in the lobby as in the circle.
type (
	// PrivacyTake says that somebody came in where the person is: nothing flows from or to this visit, and microphone
	// and camera are off. Taking it twice is taking it once.
	PrivacyTake struct{}
	// PrivacyEnd is back; microphone and camera stay off.
	PrivacyEnd struct{}
	// ExitQuick ends the visit at once, and staff are told how. It is not answered: whoever sends it has gone.
	ExitQuick struct{}
)

// From clients to staff. Op is a number of the browser's own choice, at random: what carries the same one again, as the
// answer was lost, changes nothing. 0 marks nothing.
type (
	// SignalSend asks staff for something; nobody else learns of it. It works in the lobby, too.
	SignalSend struct {
		Kind  SignalKind `json:"kind"`
		Words string     `json:"words,omitempty"` // at most 120 characters; may follow by signal.words
		Op    uint64     `json:"op,omitempty" jsonschema:"maximum=9007199254740991"`
	}
	// SignalWords replaces the words of one's own signal, which then waits again.
	SignalWords struct {
		Kind  SignalKind `json:"kind"`
		Words string     `json:"words"`
	}
	// SignalTakeBack forgets one's own signal, seen or not.
	SignalTakeBack struct {
		Kind SignalKind `json:"kind"`
	}
	// MessageStaff sends a message of at most 500 characters to all staff. It is the only one that a client can send.
	MessageStaff struct {
		Text string `json:"text"`
		Op   uint64 `json:"op,omitempty" jsonschema:"maximum=9007199254740991"`
	}
)

// For staff.
type (
	// GroundingStart offers everybody an exercise, in place of another one.
	GroundingStart struct {
		Kind string `json:"kind" jsonschema:"enum=senses,enum=breath,enum=feet"`
	}
	// GroundingStop ends it.
	GroundingStop struct{}
	// SignalSeen says that one has seen a signal, as it was in an edition; its sender is told by whom.
	SignalSeen struct {
		Signal  int `json:"signal"`
		Edition int `json:"edition,omitempty"`
	}
	// MessageSeat sends a message to one person in the circle.
	MessageSeat struct {
		Seat int    `json:"seat"`
		Text string `json:"text"`
		Op   uint64 `json:"op,omitempty" jsonschema:"maximum=9007199254740991"`
	}
	// MessageAll sends a message to everybody in the circle, also those who come later.
	MessageAll struct {
		Text string `json:"text"`
		Op   uint64 `json:"op,omitempty" jsonschema:"maximum=9007199254740991"`
	}
	// ScreenSet starts or ends one's own share of a screen, with its sound. While somebody else shares, starting is
	// refused (sharing). A share ends with the line, too.
	ScreenSet struct {
		On bool `json:"on"`
	}
	// SessionEnd ends the session for everybody.
	SessionEnd struct{}
	// LobbyAdmit lets one waiting person in.
	LobbyAdmit struct {
		Waiting int `json:"waiting"`
	}
	// LobbyAdmitAll lets in everybody who is ready.
	LobbyAdmitAll struct{}
	// LobbyDeny sends one waiting person away; they may come again.
	LobbyDeny struct {
		Waiting int `json:"waiting"`
	}
	// NameAnswer agrees to the name that a person asked for, or not.
	NameAnswer struct {
		Seat    int  `json:"seat,omitempty"`
		Waiting int  `json:"waiting,omitempty"`
		Agree   bool `json:"agree"`
	}
	// SeatMute withdraws the permission to speak.
	SeatMute struct {
		Seat int `json:"seat"`
	}
	// RoomMuteAll mutes everybody but staff and interpreters.
	RoomMuteAll struct{}
	// SeatInvite gives the permission to speak back, and the floor where that is given to persons (hand-first,
	// one-voice), and asks the person to use it. Seen is the restrictions of the view
	// that was looked at: if a colleague has muted the person since then, it is refused (meanwhile).
	SeatInvite struct {
		Seat int `json:"seat"`
		Seen int `json:"seen,omitempty"`
	}
	// RoomAllowAll gives everybody's permission to speak back but theirs whom a colleague has muted since; microphones
	// stay off.
	RoomAllowAll struct {
		Seen int `json:"seen,omitempty"`
	}
	// SeatCameraOff withdraws the permission to be seen.
	SeatCameraOff struct {
		Seat   int    `json:"seat"`
		Reason Reason `json:"reason"`
	}
	// SeatCameraAllow gives the permission to be seen back; the camera stays off. Seen is as in seat.invite.
	SeatCameraAllow struct {
		Seat int `json:"seat"`
		Seen int `json:"seen,omitempty"`
	}
	// SeatHandLower takes another person's hand down.
	SeatHandLower struct {
		Seat int `json:"seat"`
	}
	// SeatHold moves a person from the circle to the lobby.
	SeatHold struct {
		Seat   int    `json:"seat"`
		Reason Reason `json:"reason"`
	}
	// FloorSet says whom the circle may hear beside staff and interpreters. Seen is as in seat.invite: a mode that lets
	// more people through is refused (meanwhile) if a colleague has made the floor stricter since then.
	FloorSet struct {
		Mode FloorMode `json:"mode" jsonschema:"enum=open,enum=hand-first,enum=one-voice,enum=cool-down"`
		Seen int       `json:"seen,omitempty"`
	}
	// FloorTake ends the floor that seat.invite gave one person; the permission to speak stays.
	FloorTake struct {
		Seat int `json:"seat"`
	}
	// TemplateUse leads this session by the newest version of another template. Seen is as in floor.set.
	TemplateUse struct {
		Template string `json:"template" jsonschema:"enum=psychoeducation,enum=skills,enum=process,enum=support,enum=family"`
		Seen     int    `json:"seen,omitempty"`
	}
	// Undo takes back what staff.undo of the view offers, by its number. No microphone opens by it.
	Undo struct {
		Act int `json:"act"`
	}
	// PersonEndToday removes a person, seated or waiting, until the group's day and this session are over.
	PersonEndToday struct {
		Seat    int    `json:"seat,omitempty"`
		Waiting int    `json:"waiting,omitempty"`
		Reason  Reason `json:"reason"`
	}
)

func (Hello) fromBrowser()           {}
func (Pong) fromBrowser()            {}
func (LobbyReady) fromBrowser()      {}
func (NameAsk) fromBrowser()         {}
func (Leave) fromBrowser()           {}
func (MediaOffer) fromBrowser()      {}
func (MediaWant) fromBrowser()       {}
func (MicSet) fromBrowser()          {}
func (CameraSet) fromBrowser()       {}
func (HandRaise) fromBrowser()       {}
func (HandLower) fromBrowser()       {}
func (InviteDecline) fromBrowser()   {}
func (MomentTake) fromBrowser()      {}
func (MomentEnd) fromBrowser()       {}
func (MomentHush) fromBrowser()      {}
func (GroundingStart) fromBrowser()  {}
func (GroundingStop) fromBrowser()   {}
func (PrivacyTake) fromBrowser()     {}
func (PrivacyEnd) fromBrowser()      {}
func (ExitQuick) fromBrowser()       {}
func (ScreenSet) fromBrowser()       {}
func (SignalSend) fromBrowser()      {}
func (SignalWords) fromBrowser()     {}
func (SignalTakeBack) fromBrowser()  {}
func (SignalSeen) fromBrowser()      {}
func (MessageStaff) fromBrowser()    {}
func (MessageSeat) fromBrowser()     {}
func (MessageAll) fromBrowser()      {}
func (SessionEnd) fromBrowser()      {}
func (LobbyAdmit) fromBrowser()      {}
func (LobbyAdmitAll) fromBrowser()   {}
func (LobbyDeny) fromBrowser()       {}
func (NameAnswer) fromBrowser()      {}
func (SeatMute) fromBrowser()        {}
func (RoomMuteAll) fromBrowser()     {}
func (SeatInvite) fromBrowser()      {}
func (RoomAllowAll) fromBrowser()    {}
func (SeatCameraOff) fromBrowser()   {}
func (SeatCameraAllow) fromBrowser() {}
func (SeatHandLower) fromBrowser()   {}
func (SeatHold) fromBrowser()        {}
func (PersonEndToday) fromBrowser()  {}
func (FloorSet) fromBrowser()        {}
func (FloorTake) fromBrowser()       {}
func (TemplateUse) fromBrowser()     {}
func (Undo) fromBrowser()            {}
func (LineLook) fromBrowser()        {}
func (TalkLook) fromBrowser()        {}

var (
	browserTypes = typesOf(BrowserRows())
	browserNames = namesOf(BrowserRows())
)

func typesOf(rows []Row) map[string]reflect.Type {
	m := make(map[string]reflect.Type, len(rows))
	for _, r := range rows {
		m[r.Type] = reflect.TypeOf(r.Zero)
	}
	return m
}

func namesOf(rows []Row) map[reflect.Type]string {
	m := make(map[reflect.Type]string, len(rows))
	for _, r := range rows {
		m[reflect.TypeOf(r.Zero)] = r.Type
	}
	return m
}
