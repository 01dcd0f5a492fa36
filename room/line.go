package room

// LineOf returns whose connection carries the seat n of the circle, if the visit by may look at how it fares. Staff in the
// circle may, and a tech helper whom they let help. It changes nothing, so that it is no Command. Errors are ErrNotHere,
// ErrNotAllowed, ErrNotSeated, ErrNotHelping, and ErrNobodyThere for a seat that is empty.
func (r *Room) LineOf(by VisitID, n SeatNumber) (VisitID, error) {
	from := r.actor(by)
	switch {
	case from.person == nil:
		return "", ErrNotHere
	case from.person.member.Role.Can(CanHelp):
		if !r.helps(from.waiting) {
			return "", ErrNotHelping
		}
	case !from.person.member.Role.Can(CanModerate):
		return "", ErrNotAllowed
	case from.waiting != nil:
		return "", ErrNotSeated
	}
	p := r.at(n)
	if p == nil {
		return "", ErrNobodyThere
	}
	return p.visit, nil
}
