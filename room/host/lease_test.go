package host

import (
	"errors"
	"slices"
	"testing"
	"time"

	"alcove/room"
)

// mid is a moment between two beats, so that what a beat does has been done.
const mid = DefaultRenew / 2

// sleep stops this house, and nothing else, for d: its clock goes on, and it runs again only afterwards.
func (w *world) sleep(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.slept += d
}

// takenOver makes the shelf give the room to somebody else, as after the lease has run out.
func (w *world) takenOver() {
	w.set(func() { w.epoch++; w.until = time.Now().Add(time.Hour) })
}

// speaking is a session in which Ana is heard, a moment after a beat.
func (w *world) speakingSession() (dana, ana *browser) {
	w.t.Helper()
	dana, ana = w.session()
	ana.must(room.SetMicrophone{On: true})
	w.pass(mid)
	if !w.flows() {
		w.t.Fatal("nobody is heard to begin with")
	}
	return dana, ana
}

// trust returns for how long yet the media side would go on without its host.
func (w *world) trust() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Until(w.trusted)
}

func (b *browser) sentBack() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Contains(b.told, room.Event(room.Gone{Visit: b.visit, Why: FarewellRestart}))
}

func TestRoomIsClaimedBeforeItIsLoadedAndGivenUpAtTheEnd(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.session()
		if happened := w.events(); happened[0] != "claim" || happened[1] != "load" {
			t.Errorf("happened %v, want claim, then load", happened)
		}
		w.house.Close()
		happened := w.events()
		closed, released := slices.Index(happened, "closed"), slices.Index(happened, "release")
		if closed < 0 || released < closed {
			t.Errorf("happened %v, want the gates closed and then the room given up", happened)
		}
		other := newWorldOn(t, w.shelf)
		defer other.house.Close()
		other.arrive("sam", room.RoleClient)
	})
}

func TestManyWhoComeAtOnceShareOneClaim(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		arrived := make(chan error)
		for _, person := range []room.PersonID{"a", "b", "c", "d", "e"} {
			go func() {
				m := room.Membership{Group: "g", Person: person, Role: room.RoleClient}
				arrived <- w.house.Arrive(t.Context(), room.Arrived{Visit: room.VisitID(person), Membership: m, Begun: time.Now()}, &browser{world: w})
			}()
		}
		for range 5 {
			if err := <-arrived; err != nil {
				t.Error(err)
			}
		}
		w.set(func() {
			if w.epoch != 1 {
				t.Errorf("%d claims", w.epoch)
			}
		})
	})
}

func TestRoomOfAnotherServerIsLeftAlone(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.session()
		other := newWorldOn(t, w.shelf)
		defer other.house.Close()
		m := room.Membership{Group: "g", Person: "sam", Role: room.RoleClient}
		err := other.house.Arrive(t.Context(), room.Arrived{Visit: "sam", Membership: m, Begun: time.Now()}, &browser{world: other})
		var elsewhere *Elsewhere
		if !errors.Is(err, ErrElsewhere) || !errors.As(err, &elsewhere) || elsewhere.Left <= 0 || elsewhere.Left > DefaultLease {
			t.Fatalf("got %v, want that another server has it, for at most a lease", err)
		}
		if other.house.Rooms() != 0 || other.stage != nil {
			t.Error("it runs a room that isn't its own")
		}
	})
}

func TestLeaseIsRenewedForAsLongAsTheRoomRuns(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, _ := w.speakingSession()
		w.pass(10 * time.Minute)
		if dana.sentBack() || !w.flows() {
			t.Error("a quiet room has lost its lease")
		}
		dana.must(room.AllowAll{})
	})
}

func TestStalledOwnerClosesItsGatesBeforeAnythingElse(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.speakingSession()
		writes := w.writes()
		w.takenOver()
		w.sleep(DefaultLease)
		w.forget()
		// A call that has waited all the while is not carried out either.
		w.house.Do("g", "dana", dana, room.End{}, func(_ bool, err error) {
			if err == nil {
				t.Error("a stalled owner has ended somebody else's session")
			}
		})
		w.pass(mid)
		if happened := w.events(); happened[0] != "stage" || w.flows() {
			t.Errorf("happened %v, want the gates closed first", happened)
		}
		w.pass(2 * DefaultRenew)
		if w.writes() != writes || slices.Contains(w.events(), "save") {
			t.Error("it has written after its lease was over")
		}
		if !dana.sentBack() || !ana.sentBack() {
			t.Error("people were not sent to the new owner")
		}
		if w.house.Rooms() != 0 || !slices.Contains(w.events(), "closed") {
			t.Error("the host goes on")
		}
	})
}

func TestStalledOwnerWhoseRoomNobodyTookGoesOn(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, _ := w.speakingSession()
		w.sleep(DefaultLease)
		w.forget()
		dana.must(room.CameraOff{Seat: 2, Reason: room.ReasonAsked})
		w.pass(DefaultRenew)
		happened := w.events()
		if len(happened) < 3 || happened[0] != "stage" || happened[1] != "renew" || !slices.Contains(happened[2:], "stage") {
			t.Errorf("happened %v, want gates closed, the store asked, gates opened", happened)
		}
		if !w.flows() || dana.sentBack() {
			t.Error("the room did not go on")
		}
	})
}

func TestOwnerThatStallsForAMomentNeedNotAsk(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.speakingSession()
		w.sleep(DefaultLease / 3)
		w.forget()
		w.pass(mid)
		if slices.Contains(w.events(), "stage") || !w.flows() {
			t.Errorf("happened %v, want nothing closed within the lease", w.events())
		}
	})
}

func TestFrozenOwnerIsTrustedNoLongerThanItsLease(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.speakingSession()
		for _, down := range []bool{false, true} {
			w.set(func() { w.down = down })
			w.pass(5 * DefaultRenew)
			if left := w.trust(); left <= 0 || left > DefaultLease {
				t.Errorf("store down %t: frozen now, media would flow for %v", down, left)
			}
		}
	})
}

func TestOwnerThatWasCutOffLeavesOnceItLearnsOfAnother(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.speakingSession()
		w.set(func() { w.down = true })
		w.pass(5 * time.Second)
		if !w.flows() {
			t.Fatal("an outage has interrupted media")
		}
		writes := w.writes()
		dana.must(room.Mute{Seat: 2})
		w.takenOver()
		w.set(func() { w.down = false })
		w.pass(DefaultRenew)
		if w.flows() || !dana.sentBack() || !ana.sentBack() || w.house.Rooms() != 0 {
			t.Error("it goes on beside the new owner")
		}
		if w.writes() != writes {
			t.Error("it has written over the new owner's state")
		}
	})
}

func TestWhatMayBeDoneWhileTheStoreIsAway(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.speakingSession()
		sam := w.arrive("sam", room.RoleClient)
		sam.must(room.Ready{})
		w.set(func() { w.down = true })
		w.pass(2 * DefaultLease)
		w.forget()
		for _, c := range []room.Command{
			room.Start{Open: true}, room.Admit{Waiting: 3}, room.AdmitAll{}, room.Invite{Seat: 2}, room.AllowAll{}, room.AllowCamera{Seat: 2},
		} {
			if _, err := dana.do(c); !errors.Is(err, ErrUnavailable) {
				t.Errorf("%T: %v, want that it has to wait", c, err)
			}
		}
		m := room.Membership{Group: "g", Person: "mei", Role: room.RoleClient}
		if err := w.house.Arrive(t.Context(), room.Arrived{Visit: "mei", Membership: m, Begun: time.Now()}, &browser{world: w}); !errors.Is(err, ErrUnavailable) {
			t.Errorf("arrive: %v, want that it has to wait", err)
		}
		if slices.Contains(w.events(), "stage") || !w.flows() {
			t.Fatal("gates have moved without a command that takes something away")
		}
		for _, own := range []room.Command{room.SetCamera{On: true}, room.RaiseHand{}, room.SetMicrophone{On: true}} {
			if saved, err := ana.do(own); err != nil || saved {
				t.Errorf("%T: saved %t, %v; want in force, not yet saved", own, saved, err)
			}
		}
		for _, c := range []room.Command{
			room.LowerHandOf{Seat: 2},
			room.Mute{Seat: 2},
			room.MuteAll{},
			room.CameraOff{Seat: 2, Reason: room.ReasonAsked},
			room.Deny{Waiting: 3},
			room.EndForToday{Person: room.Target{Seat: 2}, Reason: room.ReasonAsked},
		} {
			if saved, err := dana.do(c); err != nil || saved {
				t.Errorf("%T: saved %t, %v; want in force, not yet saved", c, saved, err)
			}
		}
		if w.flows() {
			t.Error("a muted person is heard")
		}
		if len(dana.sees().Waiting) != 0 || len(dana.sees().Seats) != 1 {
			t.Error("people who were sent away are still there")
		}
	})
}

func TestWhatWasTakenAwayInAnOutageIsSavedFirst(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, _ := w.speakingSession()
		w.set(func() { w.down = true })
		w.pass(10 * time.Second)
		dana.must(room.EndForToday{Person: room.Target{Seat: 2}, Reason: room.ReasonAsked})
		writes := w.writes()
		w.set(func() { w.down = false })
		if _, err := dana.do(room.AllowAll{}); !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %v before anything was saved", err)
		}
		w.pass(DefaultRenew)
		if n := w.writes() - writes; n != 1 {
			t.Errorf("%d states were written, want the newest", n)
		}
		if saved, err := dana.do(room.AllowAll{}); err != nil || !saved {
			t.Errorf("afterwards: saved %t, %v", saved, err)
		}
		w.house.Close()
		other := newWorldOn(t, w.shelf)
		defer other.house.Close()
		m := room.Membership{Group: "g", Person: "ana", Role: room.RoleClient}
		if err := other.house.Arrive(t.Context(), room.Arrived{Visit: "again", Membership: m, Begun: time.Now()}, &browser{world: other}); !errors.Is(err, room.ErrRefused) {
			t.Errorf("somebody who was removed in the outage: %v", err)
		}
	})
}

func TestSaveWhoseAnswerIsLostIsWrittenOnce(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, _ := w.speakingSession()
		writes := w.writes()
		w.set(func() { w.deaf = true })
		if saved, err := dana.do(room.Mute{Seat: 2}); err != nil || saved {
			t.Errorf("saved %t, %v; want that it is unknown", saved, err)
		}
		w.pass(DefaultRenew)
		w.set(func() { w.deaf = false })
		w.pass(DefaultRenew)
		if n := w.writes() - writes; n != 1 {
			t.Errorf("written %d times", n)
		}
		if saved, err := dana.do(room.AllowAll{}); err != nil || !saved {
			t.Errorf("afterwards: saved %t, %v", saved, err)
		}
	})
}

func TestStoreThatForgotItsNewestWritesIsToldAgain(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, _ := w.speakingSession()
		dana.must(room.Mute{Seat: 2})
		var want []byte
		w.set(func() { want, w.saved, w.op = w.saved, nil, 0 })
		w.pass(2 * DefaultRenew)
		w.set(func() {
			if !slices.Equal(w.saved, want) {
				t.Error("the newest state was not saved again")
			}
		})
	})
}

func TestRoomIsHeldWhenTheStoreStaysAway(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.speakingSession()
		w.set(func() { w.down = true })
		w.pass(DefaultAlone - 2*time.Second)
		if !w.flows() || ana.sentBack() {
			t.Fatal("held too early")
		}
		dana.must(room.MuteAll{})
		w.pass(3 * time.Second)
		if w.flows() || !ana.sentBack() || !dana.sentBack() {
			t.Fatal("a room without a store goes on for ever")
		}
		m := room.Membership{Group: "g", Person: "ana", Role: room.RoleClient}
		if err := w.house.Arrive(t.Context(), room.Arrived{Visit: "ana", Membership: m, Begun: time.Now()}, &browser{world: w}); !errors.Is(err, ErrUnavailable) {
			t.Errorf("arrive: %v, want that it has to wait", err)
		}
		w.pass(10 * time.Minute) // longer than anything else keeps a room
		w.set(func() { w.down = false })
		w.pass(DefaultRenew)
		back := w.arrive("dana", room.RoleTherapist)
		back.must(room.Ready{})
		ana = w.arrive("ana", room.RoleClient)
		ana.must(room.Ready{})
		back.must(room.AdmitAll{})
		if _, err := ana.do(room.SetMicrophone{On: true}); !errors.Is(err, room.ErrNoPermission) {
			t.Errorf("a mute of the outage is forgotten: %v", err)
		}
	})
}

func TestPlacesAreKeptThroughAHold(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.speakingSession()
		w.set(func() { w.down = true })
		w.pass(DefaultAlone + 30*time.Second)
		w.set(func() { w.down = false })
		w.pass(DefaultRenew)
		if ana := w.arrive("ana", room.RoleClient); ana.sees().Place != room.PlaceCircle {
			t.Errorf("Ana is in %q, want her seat", ana.sees().Place)
		}
	})
}

func TestOwnerThatDoubtsIsSilentUntilTheStoreAnswers(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.speakingSession()
		w.set(func() { w.down = true })
		w.sleep(DefaultLease)
		if saved, err := dana.do(room.CameraOff{Seat: 2, Reason: room.ReasonAsked}); err != nil || saved {
			t.Errorf("saved %t, %v; want in force, not yet saved", saved, err)
		}
		w.pass(10 * time.Second)
		if w.flows() || ana.sentBack() {
			t.Fatal("want silence, and everybody still there")
		}
		ana.must(room.SetMicrophone{On: true})
		if w.flows() {
			t.Error("a command has opened a gate")
		}
		w.set(func() { w.down = false })
		w.pass(DefaultRenew)
		if !w.flows() {
			t.Error("silent though the room is still its own")
		}
	})
}

func TestClaimThatFailsLetsNobodyInAndLeavesNothing(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.set(func() { w.down = true })
		m := room.Membership{Group: "g", Person: "ana", Role: room.RoleClient}
		if err := w.house.Arrive(t.Context(), room.Arrived{Visit: "ana", Membership: m, Begun: time.Now()}, &browser{world: w}); !errors.Is(err, errDown) {
			t.Errorf("got %v", err)
		}
		w.set(func() { w.down = false; w.saved = []byte("{") })
		if err := w.house.Arrive(t.Context(), room.Arrived{Visit: "ana", Membership: m, Begun: time.Now()}, &browser{world: w}); err == nil {
			t.Error("a damaged room was opened")
		}
		w.set(func() { w.saved = nil })
		w.arrive("ana", room.RoleClient) // at once: the claim of the failed opening is given up
	})
}
