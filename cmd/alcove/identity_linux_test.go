package main

import (
	"bufio"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

func TestAnIdentityIsOneServersAtATimeAndTheNextRunsOfIt(t *testing.T) {
	dir, log := t.TempDir(), slog.New(slog.DiscardHandler)
	first := openIdentity(dir, log)
	beside := openIdentity(dir, log)
	if beside.ID == first.ID {
		t.Fatal("two servers have one identity")
	}
	first.release()
	again := openIdentity(dir, log)
	defer again.release()
	if again.ID != first.ID || again.Run <= first.Run {
		t.Errorf("run %d of %s, after run %d of %s", again.Run, again.ID, first.Run, first.ID)
	}
	beside.release()
	if elsewhere := openIdentity(t.TempDir(), log); elsewhere.ID == first.ID {
		t.Error("another key folder is the same server")
	} else {
		elsewhere.release()
	}
}

func TestAnIdentityIsNoPropertyOfAFilesName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "node-1.lock")
	first, err := lockIdentity(path)
	if err != nil {
		t.Fatal(err)
	}
	defer first.release()
	// Somebody deletes the file under a running server, or brings back a copy.
	if err := os.Rename(path, path+".before"); err != nil {
		t.Fatal(err)
	}
	second, err := lockIdentity(path)
	if err != nil {
		t.Fatal(err)
	}
	defer second.release()
	if second.ID == first.ID {
		t.Error("two live servers have one identity")
	}
}

func TestWithoutAPlaceForItAnIdentityIsNew(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	nowhere := filepath.Join(t.TempDir(), "missing")
	for name, dir := range map[string]string{"no key folder": "", "a folder that can't be written": nowhere} {
		one, two := openIdentity(dir, log), openIdentity(dir, log)
		if one.ID == two.ID || one.ID == "" || one.Run != 0 {
			t.Errorf("%s: %+v, then %+v", name, one.Node, two.Node)
		}
	}
}

func TestAStoppedProcessKeepsItsIdentityAndAKilledOneDoesNot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "node-1.lock")
	holder := exec.Command("flock", "--no-fork", path, "sh", "-c", "echo ready; exec cat")
	if _, err := holder.StdinPipe(); err != nil { // cat waits for what never comes
		t.Fatal(err)
	}
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := holder.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if _, err := lockIdentity(path); !errors.Is(err, errTaken) {
		t.Errorf("while another process has it, though stopped: %v", err)
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait() // says that it was killed
	mine, err := lockIdentity(path)
	if err != nil {
		t.Fatal(err)
	}
	mine.release()
}
