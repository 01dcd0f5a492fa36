package room

import "time"

// Captions are what a captioner types while they listen. A line goes to everybody who hears the circle at that moment and
// is kept nowhere: not in the room, not for somebody who comes in later, not for a browser that was away. Whether
// somebody reads captions is their page's affair alone, so that nobody learns who needs them.

// Limits of captions.
const (
	MaxCaption       = 160 // characters of a line
	captionsInMinute = 60  // of one captioner
)

// caption passes a line on. Sent once more with its operation it changes nothing.
func (r *Room) caption(now time.Time, p *person, c Caption) ([]Event, error) {
	text, err := c.Text.clean(MaxCaption)
	switch {
	case err != nil:
		return nil, err
	case text.Reveal() == "":
		return nil, ErrText
	case p.private:
		return nil, ErrPrivate
	case r.absence.pause():
		return nil, ErrPaused
	case p.operations.done(c.Op):
		return nil, nil
	case !p.writePace.take(now, captionsInMinute):
		return nil, ErrTooOften
	}
	p.operations.add(c.Op)
	var events []Event
	for _, s := range r.circle() {
		if r.hears(s.person) && r.audience(s.person) == r.audience(p) {
			events = append(events, Captioned{To: s.person.visit, Text: text})
		}
	}
	return events, nil
}

// hears says whether the sound of their audience reaches somebody in the circle.
func (r *Room) hears(p *person) bool {
	return (p.apart() || !r.absence.pause()) && p.listens() && p.member.Role.Can(CanHear)
}
