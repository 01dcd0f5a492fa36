package room

import (
	"fmt"
	"log/slog"
	"time"
)

// Command is something a person in the room asks for. The set is sealed: what is not here can't be asked.
//
//sumtype:decl
type Command interface{ needs() Ability }

// What anybody who has arrived may ask.
type (
	// Ready ends the device check: staff walk in, everybody else may now be admitted.
	Ready struct{}
	// AskName asks staff for another display name. An empty name takes the question back.
	AskName struct{ Name string }
	// Leave gives up the seat or the place in the lobby. The last of the staff in a running session says what becomes
	// of it; for everybody else Then means nothing.
	Leave struct{ Then Afterwards }
)

// Format prints a fingerprint of the name whatever the verb.
func (c AskName) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "ask %v", NameOf(c.Name)) }

// LogValue gives slog the same fingerprint that Format prints.
func (c AskName) LogValue() slog.Value { return slog.AnyValue(NameOf(c.Name)) }

// MarshalText refuses, like that of an identifier.
func (c AskName) MarshalText() ([]byte, error) { return nil, errEncode }

// What clients may say of themselves, to staff only. It can be said in the lobby, too.
type (
	// SetPreferences replaces how one likes to take part in this session.
	SetPreferences struct{ Preferences Preferences }
)

// What a person in the circle may ask for themselves.
type (
	// SetMicrophone says whether the owner leaves the microphone on. Nobody else can turn it on.
	SetMicrophone struct{ On bool }
	// SetCamera says whether the owner leaves the camera on. Nobody else can turn it on.
	SetCamera struct{ On bool }
	// RaiseHand joins the hand queue; a hand that is up keeps its place.
	RaiseHand struct{}
	// LowerHand leaves the hand queue.
	LowerHand struct{}
	// SendGesture shows everybody in the circle a gentle signal, for a few seconds. It makes no sound and leaves no trace.
	SendGesture struct{ Gesture Gesture }
	// Decline answers an invitation to speak with "not now"; only the asker is told.
	Decline struct{}
	// TakeMoment steps away: microphone and camera off, the seat kept.
	TakeMoment struct{}
	// EndMoment is back. Microphone and camera stay off.
	EndMoment struct{}
	// HushGroup says whether the circle's sound stays out of one's own moment.
	HushGroup struct{ On bool }
)

// What concerns a talk in private. Staff ask for it by OfferAside.
type (
	// AcceptAside steps aside with the staff member who has asked.
	AcceptAside struct{}
	// DeclineAside answers "not now"; only the asker is told.
	DeclineAside struct{}
	// EndAside brings both back to the group, whoever of the two asks. Of whoever has asked for a talk it takes that back.
	EndAside struct{}
)

// The private ways out, for everybody wherever they are.
type (
	// TakePrivacy says that somebody came in where the person is: nothing flows from or to this visit until EndPrivacy.
	TakePrivacy struct{}
	// EndPrivacy is back. Microphone and camera stay off.
	EndPrivacy struct{}
	// QuickExit ends the visit at once, whoever it is. It asks nothing, also not of the last of the staff.
	QuickExit struct{}
)

// What clients may ask of staff. A signal can be sent from the lobby, too.
type (
	// SendSignal asks staff for something; nobody else learns of it.
	SendSignal struct {
		Kind  SignalKind
		Words Text // at most MaxWords characters; may follow by AddWords
		Op    Operation
	}
	// AddWords replaces the words of one's own signal, which then waits again.
	AddWords struct {
		Kind  SignalKind
		Words Text
	}
	// TakeBack forgets one's own signal.
	TakeBack struct{ Kind SignalKind }
	// WriteStaff sends a message to all staff. It is the only message that a client can send.
	WriteStaff struct {
		Text Text // at most MaxMessage characters; links only from staff
		Op   Operation
	}
)

// What the person whose turn it is in a round may ask.
type (
	// BeginTurn says that they have started. It opens no microphone.
	BeginTurn struct{}
	// EndTurn says that they are done.
	EndTurn struct{}
	// PassTurn lets it pass. Nobody asks again.
	PassTurn struct{}
	// PostponeTurn asks to be asked again at the end, once.
	PostponeTurn struct{}
)

// What staff may ask of a round. Seat is whose turn it was when they looked, so that two of them who go on at the same
// moment skip nobody.
type (
	// StartRound asks everybody in the circle, in the order of the seats. Pace is how long each might take, at most
	// MaxPace; 0: as long as it takes. Nobody is cut off.
	StartRound struct {
		Prompt Prompt
		Pace   time.Duration
	}
	// NextTurn ends a turn, begun or not, and goes on.
	NextTurn struct{ Seat SeatNumber }
	// PostponeTurnOf goes on, and comes back to the person at the end.
	PostponeTurnOf struct{ Seat SeatNumber }
	// MoveTurn lets somebody who waits for their turn go before another who does; Before 0: last.
	MoveTurn struct{ Seat, Before SeatNumber }
	// UndoTurn takes the last turn back. Seen is RoundView.Over as the asker saw it.
	UndoTurn struct{ Seen int }
	// StopRound ends the round.
	StopRound struct{}
)

// What staff may ask.
type (
	// Start begins the session. Until then nobody can be admitted. It says what the session is for, in at most
	// MaxObjective characters, or that the agenda is open. Length is as in SetLength; 0: the group's own.
	Start struct {
		Objective Text
		Open      bool
		Length    time.Duration
	}
	// SetLength plans the session to take so long in all, MinLength to MaxLength in whole minutes. It ends nothing.
	SetLength struct{ Length time.Duration }
	// End ends the session for everybody.
	End struct{}
	// Admit lets one waiting person in. They must be ready.
	Admit struct{ Waiting WaitingNumber }
	// AdmitAll lets in everybody who is ready, in the order of arrival, as far as there are places.
	AdmitAll struct{}
	// Deny sends one waiting person away; they may come again.
	Deny struct{ Waiting WaitingNumber }
	// AnswerName agrees to the name that a person asked for, or not.
	AnswerName struct {
		Person Target
		Agree  bool
	}
	// Mute withdraws a person's permission to speak and turns their microphone off.
	Mute struct{ Seat SeatNumber }
	// MuteAll mutes everybody but staff and interpreters.
	MuteAll struct{}
	// Invite gives the permission to speak back, and the floor where that is given to persons, and asks the person to
	// use it. Seen is View.Restrictions as the asker
	// saw it: what a colleague has withdrawn since then stays withdrawn.
	Invite struct {
		Seat SeatNumber
		Seen int
	}
	// AllowAll gives everybody's permission to speak back, as far as Seen goes. Their microphones stay off.
	AllowAll struct{ Seen int }
	// CameraOff withdraws a person's permission to be seen and turns their camera off.
	CameraOff struct {
		Seat   SeatNumber
		Reason Reason
	}
	// AllowCamera gives the permission to be seen back, as far as Seen goes. The camera stays off.
	AllowCamera struct {
		Seat SeatNumber
		Seen int
	}
	// LowerHandOf takes another person's hand down.
	LowerHandOf struct{ Seat SeatNumber }
	// Hold moves a person from the circle to the lobby.
	Hold struct {
		Seat   SeatNumber
		Reason Reason
	}
	// StartGrounding begins an exercise for everybody, in place of another one. Each may leave it for themselves.
	StartGrounding struct{ Kind Grounding }
	// StopGrounding ends it.
	StopGrounding struct{}
	// ShareScreen starts or ends one's own share of a screen, with its sound. One person shares at a time.
	ShareScreen struct{ On bool }
	// SeeSignal says that one has seen a signal, as it was in an edition; its sender is told.
	SeeSignal struct {
		Signal  SignalNumber
		Edition int
	}
	// WriteSeat sends a message to one person in the circle.
	WriteSeat struct {
		Seat SeatNumber
		Text Text
		Op   Operation
	}
	// WriteAll sends a message to everybody in the circle.
	WriteAll struct {
		Text Text
		Op   Operation
	}
	// OfferAside asks one person, a client or other staff, for a talk in private. Alone says that the asker knows that no
	// other staff stay with the group; without it that is refused.
	OfferAside struct {
		Seat  SeatNumber
		Alone bool
	}
	// SetFloor says whom the circle may hear. A mode that lets more people through than the one before carries Seen, as
	// Invite does.
	SetFloor struct {
		Mode FloorMode
		Seen int
	}
	// TakeFloor ends the floor that one person was given by Invite. The permission to speak stays.
	TakeFloor struct{ Seat SeatNumber }
	// UseTemplate leads this session by another template. Seen is as in SetFloor.
	UseTemplate struct {
		Template TemplateName
		Seen     int
	}
	// Undo takes back what View.Undo offers: the permissions and the floor are as before the act of that number. No
	// microphone opens by it.
	Undo struct{ Act int }
	// EndForToday removes a person until the group's day and this session are over.
	EndForToday struct {
		Person Target
		Reason Reason
	}
)

// Target names a person to staff: by seat in the circle, or by number in the lobby. Exactly one is set.
type Target struct {
	Seat    SeatNumber
	Waiting WaitingNumber
}

func (Ready) needs() Ability          { return CanWait }
func (AskName) needs() Ability        { return CanWait }
func (Leave) needs() Ability          { return CanWait }
func (SetPreferences) needs() Ability { return CanPrefer }
func (SetMicrophone) needs() Ability  { return CanSpeak }
func (SetCamera) needs() Ability      { return CanShow }
func (RaiseHand) needs() Ability      { return CanRaise }
func (LowerHand) needs() Ability      { return CanRaise }
func (SendGesture) needs() Ability    { return CanGesture }
func (Decline) needs() Ability        { return CanSpeak }
func (TakeMoment) needs() Ability     { return CanSit }
func (EndMoment) needs() Ability      { return CanSit }
func (HushGroup) needs() Ability      { return CanSit }
func (StartGrounding) needs() Ability { return CanModerate }
func (StopGrounding) needs() Ability  { return CanModerate }
func (TakePrivacy) needs() Ability    { return CanWait }
func (EndPrivacy) needs() Ability     { return CanWait }
func (QuickExit) needs() Ability      { return CanWait }
func (SendSignal) needs() Ability     { return CanSignal }
func (AddWords) needs() Ability       { return CanSignal }
func (TakeBack) needs() Ability       { return CanSignal }
func (WriteStaff) needs() Ability     { return CanWrite }
func (SeeSignal) needs() Ability      { return CanModerate }
func (WriteSeat) needs() Ability      { return CanModerate }
func (WriteAll) needs() Ability       { return CanModerate }
func (Start) needs() Ability          { return CanModerate }
func (SetLength) needs() Ability      { return CanModerate }
func (End) needs() Ability            { return CanModerate }
func (Admit) needs() Ability          { return CanModerate }
func (AdmitAll) needs() Ability       { return CanModerate }
func (Deny) needs() Ability           { return CanModerate }
func (AnswerName) needs() Ability     { return CanModerate }
func (Mute) needs() Ability           { return CanModerate }
func (MuteAll) needs() Ability        { return CanModerate }
func (Invite) needs() Ability         { return CanModerate }
func (AllowAll) needs() Ability       { return CanModerate }
func (CameraOff) needs() Ability      { return CanModerate }
func (AllowCamera) needs() Ability    { return CanModerate }
func (LowerHandOf) needs() Ability    { return CanModerate }
func (Hold) needs() Ability           { return CanModerate }
func (ShareScreen) needs() Ability    { return CanShareScreen }
func (EndForToday) needs() Ability    { return CanModerate }
func (BeginTurn) needs() Ability      { return CanSpeak }
func (EndTurn) needs() Ability        { return CanSpeak }
func (PassTurn) needs() Ability       { return CanSpeak }
func (PostponeTurn) needs() Ability   { return CanSpeak }
func (StartRound) needs() Ability     { return CanModerate }
func (NextTurn) needs() Ability       { return CanModerate }
func (PostponeTurnOf) needs() Ability { return CanModerate }
func (MoveTurn) needs() Ability       { return CanModerate }
func (UndoTurn) needs() Ability       { return CanModerate }
func (StopRound) needs() Ability      { return CanModerate }
func (OfferAside) needs() Ability     { return CanModerate }
func (AcceptAside) needs() Ability    { return CanSpeak }
func (DeclineAside) needs() Ability   { return CanSpeak }
func (EndAside) needs() Ability       { return CanSpeak }
func (SetFloor) needs() Ability       { return CanModerate }
func (TakeFloor) needs() Ability      { return CanModerate }
func (UseTemplate) needs() Ability    { return CanModerate }
func (Undo) needs() Ability           { return CanModerate }

// Permissive says whether c gives anybody what they did not have: a place, a permission, a session, a name. While
// nothing can be saved such a command has to wait, as another server might never learn of it, or already know better.
// Everything else takes away, asks, or uses what was given before. So one's own microphone may be turned on: the
// permission is what staff gave, and the switch is the owner's.
func Permissive(c Command) bool {
	switch c := c.(type) {
	// Ready lets staff in, and a round lends everybody the floor. Its turns go on with what was given then.
	case Ready, Start, Admit, AdmitAll, Invite, AllowAll, AllowCamera, UseTemplate, Undo, StartRound, OfferAside:
		return true
	case AnswerName:
		return c.Agree
	case SetFloor:
		return c.Mode == FloorOpen // the others let nobody through until staff give them the floor
	case AskName, Leave, SendGesture, SetPreferences, SetMicrophone, SetCamera, RaiseHand, LowerHand, Decline, TakeMoment, EndMoment,
		HushGroup, StartGrounding, StopGrounding, TakePrivacy, EndPrivacy, QuickExit,
		SendSignal, AddWords, TakeBack, SeeSignal, WriteStaff, WriteSeat, WriteAll,
		AcceptAside, DeclineAside, EndAside, BeginTurn, EndTurn, PassTurn, PostponeTurn,
		NextTurn, PostponeTurnOf, MoveTurn, UndoTurn, StopRound,
		SetLength, End, Deny, Mute, MuteAll, CameraOff, LowerHandOf, Hold, EndForToday, ShareScreen, TakeFloor:
		return false
	}
	return true
}

// Reason is why staff took something away from somebody. It is told to staff and to that person, never to peers.
type Reason string

// The reasons. They are codes, so that nothing that was typed in a room is kept.
const (
	ReasonNone         Reason = ""
	ReasonAsked        Reason = "asked"        // the person asked for it
	ReasonPrivacy      Reason = "privacy"      // somebody else can see or hear, or something private shows
	ReasonWellbeing    Reason = "wellbeing"    // the person needs a break or one-to-one care
	ReasonGroundRules  Reason = "ground-rules" // what happened doesn't fit what the group agreed
	ReasonWrongSession Reason = "wrong-session"
	ReasonTechnical    Reason = "technical"
)

// Reasons lists every reason that staff may give.
func Reasons() []Reason {
	return []Reason{
		ReasonAsked, ReasonPrivacy, ReasonWellbeing, ReasonGroundRules, ReasonWrongSession, ReasonTechnical,
	}
}

// Fact is something that the server itself has noticed. The set is sealed and no browser can send one.
//
//sumtype:decl
type Fact interface{ fact() }

type (
	// Arrived says that a verified member has opened a connection. The same visit arriving again resumes.
	Arrived struct {
		Visit      VisitID
		Membership Membership
		Begun      time.Time // when the visit's first ticket was made
	}
	// Changed says that a membership has changed; a removal is Revoked.
	Changed struct{ Membership Membership }
	// Vanished says that a visit's connection is gone or has fallen silent. Its place is kept for KeepPlace.
	Vanished struct{ Visit VisitID }
	// Returned says that a connection which had only fallen silent is heard again.
	Returned struct{ Visit VisitID }
	// Lines says whose lines are poor, by what the transport tells; everybody else's are good.
	Lines struct{ Poor []SeatNumber }
	// Spoke says that a person has begun to be heard in the circle.
	Spoke struct{ Seat SeatNumber }
	// Revoked says that a person's membership is over, as of Version; 0 is the version that the room knows.
	Revoked struct {
		Person  PersonID
		Version uint64
	}
)

func (Arrived) fact()  {}
func (Changed) fact()  {}
func (Vanished) fact() {}
func (Returned) fact() {}
func (Lines) fact()    {}
func (Spoke) fact()    {}
func (Revoked) fact()  {}
