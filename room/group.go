package room

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// Limits of a group's size and texts.
const (
	MaxCrisis      = 400 // characters of Group.Crisis
	MinClients     = 2
	MaxClients     = 24 // a multi-family group; other groups end at 15
	DefaultClients = 12

	// ExtraSlots is how many people a browser can receive beside the clients: staff, interpreters, observers.
	ExtraSlots = 6
)

// Group is what a room needs to know of its group.
type Group struct {
	ID          ID
	Name        Name           // for staff only
	HostName    Name           // whom the lobby may mention ("Dana will let you in soon"); may be empty
	Phone       string         // the contact line that every refusal shows; public
	ClientMax   int            // how many clients may sit in the circle; 2–24
	ObserversOK bool           // it may be asked about observers; each time everybody has to agree
	Zone        *time.Location // where the group's day begins; nil is UTC
	Crisis      string         // whom to call in danger, as the programme puts it; empty: the page's own words; public
	Template    TemplateRef    // how its sessions are led; zero: process
	Length      time.Duration  // how long they are planned to take; 0: DefaultLength
	Practice    string         // whose portal may send people here; empty: nobody's

	// The staff-present rule; 0 is the default.
	StaffGrace time.Duration // how long media flow without staff; StaffGrace
	PauseLimit time.Duration // how long they are then paused before the room closes; PauseLimit
}

// ErrGroup says that a group's settings make no sense; it wraps what is wrong.
var ErrGroup = errors.New("group settings")

// Check says what is wrong with g, or nil.
func (g Group) Check() error {
	switch {
	case g.ID == "":
		return fmt.Errorf("%w: no id", ErrGroup)
	case g.ClientMax < MinClients || g.ClientMax > MaxClients:
		return fmt.Errorf("%w: client_max is %d, want %d to %d", ErrGroup, g.ClientMax, MinClients, MaxClients)
	case utf8.RuneCountInString(g.Crisis) > MaxCrisis:
		return fmt.Errorf("%w: crisis has more than %d characters", ErrGroup, MaxCrisis)
	case g.Length != 0 && !plannable(g.Length):
		return fmt.Errorf("%w: a session of %v, want %v to %v in whole minutes", ErrGroup, g.Length, MinLength, MaxLength)
	}
	if _, ok := g.Template.find(); !ok {
		return ErrTemplate
	}
	return nil
}

// tomorrow returns the moment at which the group's day of t is over.
func (g Group) tomorrow(t time.Time) time.Time {
	zone := g.Zone
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := t.In(zone).Date()
	next := time.Date(y, m, d+1, 0, 0, 0, 0, zone)
	if next.Day() == d { // the clocks skip this midnight, and time.Date has gone to the hour before
		next = next.Add(time.Hour)
	}
	return next
}

// Membership ties a person to a group. It is always read from the server's own records, never from a browser.
type Membership struct {
	Group   ID
	Person  PersonID
	Role    Role
	Name    Name   // as on the roster, "Ana Ramirez"; for staff only
	Alias   Name   // what they are called in the circle; empty: the first name
	Version uint64 // grows with every change
}
