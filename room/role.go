package room

import "slices"

// Role is what a person is in a group. The zero value is a stranger, who can do nothing.
type Role string

// The roles of a group.
const (
	RoleNone        Role = ""
	RoleTherapist   Role = "therapist"
	RoleCoTherapist Role = "co-therapist"
	RoleClient      Role = "client"
	RoleObserver    Role = "observer"
	RoleInterpreter Role = "interpreter"
	RoleCaptioner   Role = "captioner"
	RoleTechHelper  Role = "tech-helper"
	RoleFamily      Role = "family"
)

// Roles lists every role a membership can have.
func Roles() []Role {
	return []Role{
		RoleTherapist, RoleCoTherapist, RoleClient, RoleObserver,
		RoleInterpreter, RoleCaptioner, RoleTechHelper, RoleFamily,
	}
}

// Known says whether r is one of Roles.
func (r Role) Known() bool { return slices.Contains(Roles(), r) }

// Staff says whether r leads the group: therapist or co-therapist.
func (r Role) Staff() bool { return r == RoleTherapist || r == RoleCoTherapist }

// Ability is one thing that a role may or may not do.
type Ability int

// The abilities. CanNothing is no right at all: a check that was forgotten refuses.
const (
	CanNothing     Ability = iota
	CanWait                // arrive, wait in the lobby, say "ready", ask for a name, leave
	CanSit                 // take a seat in the circle once admitted, and step away from it for a moment
	CanWalkIn              // take a seat without being admitted
	CanHear                // receive the sound of the circle
	CanSee                 // receive the pictures and the faces of the circle
	CanSpeak               // be heard
	CanShow                // be seen
	CanRaise               // raise a hand
	CanGesture             // show the circle a gentle signal
	CanSignal              // ask staff for something privately, from the lobby too
	CanPrefer              // say how one likes to take part, from the lobby too
	CanWrite               // send a message to staff
	CanShareScreen         // show a screen with its sound
	CanAgree               // say whether an observer may sit in
	CanCaption             // write down what is said, for everybody
	CanHelp                // look after lines from outside, once staff say so
	CanModerate            // admit, mute, invite, hold, end for today, start and end a session
)

// matrix is the one permission matrix: what is not listed is refused.
var matrix = map[Role][]Ability{
	RoleTherapist: {
		CanWait, CanSit, CanWalkIn, CanHear, CanSee, CanSpeak, CanShow, CanRaise, CanGesture, CanWrite, CanShareScreen,
		CanModerate,
	},
	RoleCoTherapist: {
		CanWait, CanSit, CanWalkIn, CanHear, CanSee, CanSpeak, CanShow, CanRaise, CanGesture, CanWrite, CanShareScreen,
		CanModerate,
	},
	RoleClient:      {CanWait, CanSit, CanHear, CanSee, CanSpeak, CanShow, CanRaise, CanGesture, CanSignal, CanPrefer, CanWrite, CanAgree},
	RoleFamily:      {CanWait, CanSit, CanHear, CanSee, CanSpeak, CanShow, CanRaise, CanGesture, CanSignal, CanPrefer, CanWrite, CanAgree},
	RoleInterpreter: {CanWait, CanSit, CanHear, CanSee, CanSpeak, CanShow},
	RoleObserver:    {CanWait, CanSit, CanHear, CanSee},
	RoleCaptioner:   {CanWait, CanSit, CanHear, CanSee, CanCaption},
	RoleTechHelper:  {CanWait, CanWrite, CanHelp},
}

// Can says whether r has the ability a.
func (r Role) Can(a Ability) bool { return slices.Contains(matrix[r], a) }

// led says whether staff decide when r is heard: a mute of all and the floor are about them. Staff themselves and
// interpreters are not.
func (r Role) led() bool { return r.Can(CanSpeak) && !r.Staff() && r != RoleInterpreter }

// counted says whether r takes one of the group's client places.
func (r Role) counted() bool { return r == RoleClient || r == RoleFamily }

// Source is one thing a person sends to the circle. The zero value is nothing.
type Source string

// The sources.
const (
	SourceMicrophone  Source = "microphone"
	SourceCamera      Source = "camera"
	SourceScreen      Source = "screen"
	SourceScreenSound Source = "screen-sound"
)
