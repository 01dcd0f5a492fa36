package room

import "fmt"

// saveFloor is the floor's part of a snapshot.
func (r *Room) saveFloor() savedFloor {
	saved := savedFloor{
		Mode: string(r.floor.mode), Given: plain(r.floor.given), Template: r.template.ref().String(), Acts: r.acts,
		Taken: savedRestriction{r.floor.taken.number, string(r.floor.taken.by)}, Loan: r.floor.loan.save(),
	}
	if u := r.undo; u.act != ActNone {
		saved.Undo = &savedUndo{
			Act: string(u.act), Number: u.number, Until: u.until, Mode: string(u.mode), Given: plain(u.given),
			Template: u.template.String(), Permitted: plain(u.permitted),
		}
	}
	return saved
}

// restoreFloor brings back what saveFloor has kept. A template that this program doesn't know any more is an error:
// nobody can say what it was like.
func (r *Room) restoreFloor(saved savedFloor) error {
	if saved.Mode == "" {
		return nil // New has settled in
	}
	template, err := templateOf(saved.Template)
	if err != nil {
		return err
	}
	r.template, r.acts = template, saved.Acts
	r.floor = floor{
		mode: FloorMode(saved.Mode), given: people(saved.Given),
		taken: restriction{saved.Taken.Number, PersonID(saved.Taken.By)}, loan: saved.Loan.restore(),
	}
	if u := saved.Undo; u != nil {
		before, err := templateOf(u.Template)
		if err != nil {
			return err
		}
		r.undo = undo{
			act: Act(u.Act), number: u.Number, until: u.Until, mode: FloorMode(u.Mode), given: people(u.Given),
			template: before.ref(), permitted: people(u.Permitted),
		}
	}
	return nil
}

func templateOf(text string) (Template, error) {
	ref, err := ParseTemplate(text)
	if err != nil {
		return Template{}, fmt.Errorf("read snapshot: %w", err)
	}
	t, _ := ref.find() // ParseTemplate has found it
	return t, nil
}
