package script_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"alcove/signaling/protocol"
)

// The chapters name people, and a page's messages number them. What a page knows by itself, such as which acts of
// colleagues its reader had seen, is in no chapter.

var errUnknownName = errors.New("nobody of this name is on the page")

// completed returns an act's data as the page with this view would send it.
func completed(a act, view protocol.View) (map[string]any, error) {
	data := maps.Clone(a.data)
	for field, value := range data {
		name, ok := value.(string)
		if !ok {
			continue
		}
		number, err := numberOf(field, name, view)
		if err != nil {
			return nil, err
		}
		if number != 0 {
			data[field] = number
		}
	}
	if view.Staff == nil {
		return data, nil
	}
	if data == nil {
		data = map[string]any{}
	}
	known(a.kind, view, data)
	return data, nil
}

// numberOf returns what a field has in the place of a name, or 0 for a field that is a word.
func numberOf(field, name string, view protocol.View) (int, error) {
	switch field {
	case "seat", "before":
		return seatOf(view, name)
	case "waiting":
		return waitingOf(view, name)
	case "signal":
		return signalOf(view, name)
	case "observer":
		return observerOf(view, name)
	}
	return 0, nil
}

func seatOf(view protocol.View, name string) (int, error) {
	if view.Circle != nil {
		for _, s := range view.Circle.Seats {
			if s.Name == name {
				return s.Seat, nil
			}
		}
	}
	return 0, fmt.Errorf("%s: %w", name, errUnknownName)
}

func waitingOf(view protocol.View, name string) (int, error) {
	if view.Staff != nil {
		for _, w := range slices.Backward(view.Staff.Waiting) { // another device waits behind the first
			if w.Name == name {
				return w.Waiting, nil
			}
		}
	}
	return 0, fmt.Errorf("%s: %w", name, errUnknownName)
}

// signalOf finds a signal by "Ana, support".
func signalOf(view protocol.View, name string) (int, error) {
	who, kind, _ := strings.Cut(name, ", ")
	if view.Staff != nil {
		for _, s := range view.Staff.Signals {
			if strings.HasPrefix(s.Name, who) && string(s.Kind) == kind {
				return s.Signal, nil
			}
		}
	}
	return 0, fmt.Errorf("%s: %w", name, errUnknownName)
}

func observerOf(view protocol.View, name string) (int, error) {
	for _, o := range view.You.Observers {
		if o.Name == name {
			return o.Observer, nil
		}
	}
	return 0, fmt.Errorf("%s: %w", name, errUnknownName)
}

// known adds what the page of staff says by itself, unless the chapter says it.
func known(kind string, view protocol.View, data map[string]any) {
	put := func(field string, value int) {
		if _, said := data[field]; !said {
			data[field] = value
		}
	}
	switch kind {
	case "seat.invite", "room.allow_all", "seat.camera_allow", "floor.set", "template.use":
		put("seen", view.Staff.Restrictions)
	case "undo":
		if view.Staff.Undo != nil {
			put("act", view.Staff.Undo.Number)
		}
	case "round.undo":
		if view.Staff.Round != nil {
			put("seen", view.Staff.Round.Over)
		}
	case "signal.seen":
		for _, s := range view.Staff.Signals {
			if s.Signal == data["signal"] {
				put("edition", s.Edition)
			}
		}
	}
}
