package host

import (
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"alcove/room"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a house whose store, media and browsers write down what happens to them, in one order.
type world struct {
	*shelf
	t     *testing.T
	house *House

	mu       sync.Mutex
	happened []string
	stage    []room.Stage
	trusted  time.Time     // until when the stage is worth anything
	slept    time.Duration // how far the house's clock has jumped
	panics   bool          // the next SetStage panics
}

// newWorld makes a house on a shelf of its own.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := newWorldOn(t, &shelf{})
	w.shelf.note = w.note
	return w
}

// newWorldOn makes one on a shelf that others use too.
func newWorldOn(t *testing.T, s *shelf) *world {
	t.Helper()
	w := &world{t: t, shelf: s}
	start := time.Now()
	settings := Settings{Clock: func() time.Duration {
		w.mu.Lock()
		defer w.mu.Unlock()
		return time.Since(start) + w.slept
	}}
	w.house = NewHouse(s, func(room.Group) Media { return w }, settings, slog.New(slog.DiscardHandler))
	return w
}

func (w *world) note(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.happened = append(w.happened, what)
}

// forget forgets what has happened so far.
func (w *world) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.happened = nil
}

// events returns what has happened since forget.
func (w *world) events() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.happened)
}

// flows says whether anybody can be heard now.
func (w *world) flows() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Now().Before(w.trusted) && slices.ContainsFunc(w.stage, func(s room.Stage) bool { return s.Speaks })
}

func (w *world) Trust(until time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trusted = until
}

func (w *world) SetStage(stage []room.Stage) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.panics {
		w.panics = false
		panic("the rules broke")
	}
	w.stage = stage
	w.happened = append(w.happened, "stage")
}

func (w *world) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stage = nil
	w.happened = append(w.happened, "closed")
}

// browser is an Audience.
type browser struct {
	world    *world
	visit    room.VisitID
	mu       sync.Mutex
	view     room.View
	version  uint64
	speaking []room.SeatNumber
	told     []room.Event
}

func (b *browser) Show(v room.View, version uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.view, b.version = v, version
	b.world.note("show " + string(b.visit))
}

func (b *browser) Speaking(seats []room.SeatNumber) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.speaking = seats
}

func (b *browser) Tell(e room.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told = append(b.told, e)
}

// sees returns the newest view.
func (b *browser) sees() room.View {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.view
}

// pass lets virtual time go by, and everything happen that is due.
func (w *world) pass(d time.Duration) {
	time.Sleep(d) //nolint:forbidigo // virtual time
	synctest.Wait()
}

// arrive connects a person whose visit is named like them.
func (w *world) arrive(person room.PersonID, role room.Role) *browser {
	w.t.Helper()
	b := &browser{world: w, visit: room.VisitID(person)}
	m := room.Membership{Group: "g", Person: person, Role: role, Name: room.NameOf(string(person) + " Smith")}
	if err := w.house.Arrive(w.t.Context(), room.Arrived{Visit: b.visit, Membership: m, Begun: time.Now()}, b); err != nil {
		w.t.Fatalf("arrive: %v", err)
	}
	synctest.Wait()
	return b
}

// do carries out a command and returns what was answered.
func (b *browser) do(c room.Command) (saved bool, err error) {
	b.world.t.Helper()
	answered := false
	b.world.house.Do("g", b.visit, b, c, func(s bool, e error) { saved, err, answered = s, e, true })
	synctest.Wait()
	if !answered {
		b.world.t.Fatalf("%T was not answered", c)
	}
	return saved, err
}

func (b *browser) must(c room.Command) {
	b.world.t.Helper()
	if _, err := b.do(c); err != nil {
		b.world.t.Fatalf("%T: %v", c, err)
	}
}

// session is a running session with a therapist and one client in the circle, on seats 1 and 2.
func (w *world) session() (dana, ana *browser) {
	w.t.Helper()
	dana = w.arrive("dana", room.RoleTherapist)
	dana.must(room.Ready{})
	dana.must(room.Start{Open: true})
	ana = w.arrive("ana", room.RoleClient)
	ana.must(room.Ready{})
	dana.must(room.AdmitAll{})
	return dana, ana
}

func inWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		defer w.house.Close()
		test(t, w)
	})
}

func TestMicrophonesMoveBeforeAnybodyIsToldSo(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		ana.must(room.SetMicrophone{On: true})
		w.forget()
		dana.must(room.Mute{Seat: 2})
		if happened := w.events(); len(happened) < 3 || happened[0] != "stage" {
			t.Fatalf("happened %v, want the stage first and then both views", happened)
		}
		if w.stage[1].Speaks {
			t.Error("a muted person is still on stage as speaking")
		}
	})
}

func TestOnlyWhoseViewChangedIsShownOne(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		before, shown := ana.version, dana.version
		w.arrive("sam", room.RoleClient)
		if ana.version != before {
			t.Error("a client was shown a new view because somebody waits in the lobby")
		}
		if dana.version != shown+1 {
			t.Errorf("staff's view went from version %d to %d, want one step", shown, dana.version)
		}
	})
}

func TestCommandIsAcknowledgedOnceSaved(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, _ := w.session()
		if saved, err := dana.do(room.Mute{Seat: 2}); err != nil || !saved {
			t.Fatalf("mute: saved %v, %v; want saved", saved, err)
		}
		w.set(func() { w.down = true })
		if saved, err := dana.do(room.CameraOff{Seat: 2, Reason: room.ReasonAsked}); err != nil || saved {
			t.Fatalf("without a store: saved %v, %v; want in force but not saved", saved, err)
		}
		before := w.writes()
		w.set(func() { w.down = false })
		w.pass(DefaultRenew)
		if n := w.writes() - before; n != 1 {
			t.Errorf("%d saves after the store came back, want 1", n)
		}
	})
}

func TestOldConnectionOfAResumedVisitDoesNotTakeItDown(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		again := w.arrive("ana", room.RoleClient)
		if !slices.Contains(ana.told, room.Event(room.Gone{Visit: "ana", Why: room.FarewellElsewhere})) {
			t.Errorf("the old connection was told %v, want that the visit goes on elsewhere", ana.told)
		}
		w.house.Vanish("g", "ana", ana)
		synctest.Wait()
		if again.sees().Place != room.PlaceCircle || dana.sees().Seats[1].Reconnecting {
			t.Error("the resumed visit lost its seat when its old connection ended")
		}
		if _, err := ana.do(room.RaiseHand{}); !errors.Is(err, room.ErrNotHere) {
			t.Errorf("the old connection may still act: %v", err)
		}
	})
}

func TestSeatIsKeptForTwoMinutesAndThenGiven(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		w.house.Vanish("g", "ana", ana)
		w.pass(room.KeepPlace - time.Second)
		if len(dana.sees().Seats) != 2 || !dana.sees().Seats[1].Reconnecting {
			t.Fatalf("seats %v, want the lost one kept as reconnecting", dana.sees().Seats)
		}
		w.pass(2 * time.Second)
		if len(dana.sees().Seats) != 1 {
			t.Errorf("%d seats after two minutes, want 1", len(dana.sees().Seats))
		}
	})
}

func TestSpeakingIsToldToTheCircleOnlyAndLowersTheHand(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		waiting := w.arrive("sam", room.RoleClient)
		ana.must(room.SetMicrophone{On: true})
		ana.must(room.RaiseHand{})
		w.house.Speaking("g", []room.SeatNumber{2})
		synctest.Wait()
		if !slices.Equal(dana.speaking, []room.SeatNumber{2}) {
			t.Errorf("therapist hears of %v speaking, want seat 2", dana.speaking)
		}
		if waiting.speaking != nil {
			t.Error("somebody in the lobby learned who speaks")
		}
		if len(dana.sees().Hands) != 0 {
			t.Error("the hand stayed up when its owner spoke")
		}
	})
}

func TestRoomWhosePanicEndsItIsSilentAndLoadedAgain(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		ana.must(room.SetMicrophone{On: true})
		w.panics = true
		w.house.Do("g", "dana", dana, room.Mute{Seat: 2}, func(bool, error) {})
		synctest.Wait()
		if w.stage != nil || !slices.Contains(w.events(), "closed") {
			t.Error("gates were left open by a panic")
		}
		if !slices.Contains(ana.told, room.Event(room.Gone{Visit: "ana", Why: FarewellRestart})) {
			t.Errorf("members were told %v, want to come back", ana.told)
		}
		back := w.arrive("ana", room.RoleClient)
		if back.sees().Place != room.PlaceCircle {
			t.Errorf("after the room was loaded again Ana is in %q, want her seat", back.sees().Place)
		}
	})
}

func TestEmptyRoomIsForgottenAndFoundAgain(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, _ := w.session()
		dana.must(room.End{})
		w.pass(idle + time.Second)
		if n := w.house.Rooms(); n != 0 {
			t.Fatalf("%d rooms run after everybody left, want 0", n)
		}
		ana := w.arrive("ana", room.RoleClient)
		dana = w.arrive("dana", room.RoleTherapist)
		dana.must(room.Ready{})
		if ana.sees().Place != room.PlaceLobby || dana.sees().You.Seat != 1 {
			t.Errorf("place %q and seat %d, want the lobby and the seat of the last session", ana.sees().Place, dana.sees().You.Seat)
		}
	})
}

func TestRevokedMemberLeavesAtOnce(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		if err := w.house.Revoke(t.Context(), "g", "ana", 1); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(dana.sees().Seats) != 1 || len(ana.told) != 1 {
			t.Errorf("seats %v, told %v; want Ana gone and told", dana.sees().Seats, ana.told)
		}
	})
}

func TestClosedHouseTakesNobodyIn(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.session()
		w.house.Close()
		err := w.house.Arrive(t.Context(), room.Arrived{Visit: "v", Membership: room.Membership{Group: "g", Person: "sam", Role: room.RoleClient}, Begun: time.Now()}, &browser{world: w})
		if !errors.Is(err, ErrClosed) {
			t.Errorf("arrive after close: %v, want ErrClosed", err)
		}
		if w.stage != nil {
			t.Error("gates stayed open after close")
		}
	})
}
