package room_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"alcove/room"
)

// givers says of every command whether it gives somebody something; of some that depends on what is in them. Who may ask for
// what is a table of its own, in docs/roles.md.
var givers = map[room.Command]bool{
	room.Ready{}: true, room.AskName{}: false, room.SetPreferences{}: false, room.SendGesture{}: false, room.Leave{}: false,
	room.SetMicrophone{}: false, room.SetCamera{}: false, room.RaiseHand{}: false, room.LowerHand{}: false,
	room.Decline{}: false, room.AnswerObserver{}: false, room.Caption{}: false, room.AnswerObserver{Agree: true}: true,
	room.TakeMoment{}: false, room.EndMoment{}: false, room.HushGroup{}: false,
	room.StartGrounding{}: false, room.StopGrounding{}: false,
	room.TakePrivacy{}: false, room.EndPrivacy{}: false, room.QuickExit{}: false,
	room.Start{}: true, room.SetLength{}: false, room.End{}: false, room.Admit{}: true, room.AdmitAll{}: true, room.Deny{}: false,
	room.AnswerName{Agree: true}: true, room.AnswerName{}: false,
	room.Mute{}: false, room.MuteAll{}: false, room.Invite{}: true, room.AllowAll{}: true,
	room.CameraOff{}: false, room.AllowCamera{}: true,
	room.BeginTurn{}: false, room.EndTurn{}: false, room.PassTurn{}: false, room.PostponeTurn{}: false,
	room.StartRound{}: true, room.NextTurn{}: false, room.PostponeTurnOf{}: false, room.MoveTurn{}: false,
	room.UndoTurn{}: false, room.StopRound{}: false,
	room.LowerHandOf{}: false, room.Hold{}: false, room.EndForToday{}: false, room.ShareScreen{}: false,
	room.SendSignal{}: false, room.AddWords{}: false, room.TakeBack{}: false, room.SeeSignal{}: false,
	room.WriteStaff{}: false, room.WriteSeat{}: false, room.WriteAll{}: false,
	room.SetFloor{Mode: room.FloorOpen}: true, room.SetFloor{Mode: room.FloorHandFirst}: false,
	room.SetFloor{Mode: room.FloorOneVoice}: false, room.SetFloor{Mode: room.FloorCoolDown}: false,
	room.TakeFloor{}: false, room.OfferAside{}: true, room.AcceptAside{}: false, room.DeclineAside{}: false,
	room.EndAside{}: false, room.UseTemplate{}: true, room.Undo{}: true,
}

func TestPermissiveCommandsAreThoseThatGive(t *testing.T) {
	kinds := map[string]bool{}
	for c, gives := range givers {
		kinds[reflect.TypeOf(c).Name()] = true
		is(t, fmt.Sprintf("%#v gives", c), room.Permissive(c), gives)
	}
	is(t, "commands in the table", slices.Sorted(maps.Keys(kinds)), methodsNamed(t, "needs"))
	is(t, "nothing gives", room.Permissive(nil), true) // what is not listed waits
	is(t, "turning on gives", room.Permissive(room.SetMicrophone{On: true}), false)
}

func TestNothingABrowserAsksForIsAFact(t *testing.T) {
	facts := methodsNamed(t, "fact")
	for _, name := range methodsNamed(t, "needs") {
		is(t, name+" is a fact", slices.Contains(facts, name), false)
	}
	is(t, "facts", facts, []string{"Arrived", "Changed", "Lines", "Returned", "Revoked", "Spoke", "Vanished", "Voice"})
}

// methodsNamed lists, sorted, the types of package room that have a method: the members of a sealed set.
func methodsNamed(t *testing.T, method string) []string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == method {
				list = append(list, fmt.Sprint(f.Recv.List[0].Type))
			}
		}
	}
	slices.Sort(list)
	return list
}

func TestTheMatrixGivesNothingToStrangers(t *testing.T) {
	for _, stranger := range []room.Role{room.RoleNone, "admin", "Therapist", "therapist "} {
		is(t, "known", stranger.Known(), false)
		for ability := room.CanNothing; ability <= room.CanModerate; ability++ {
			is(t, "can", stranger.Can(ability), false)
		}
	}
	for _, role := range room.Roles() {
		is(t, "known", role.Known(), true)
		is(t, string(role)+" can nothing", role.Can(room.CanNothing), false)
		is(t, string(role)+" leads", role.Can(room.CanModerate), role.Staff())
	}
}
