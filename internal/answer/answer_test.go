package answer

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/scaffolio/scaffolio/internal/prompt"
)

func database() Question {
	return Question{
		Name: "database", Flag: "--database", Title: "Which database?",
		Choices: func(Known) []prompt.Choice {
			return []prompt.Choice{{Value: "sqlite"}, {Value: "postgres"}, {Value: "mysql"}}
		},
		Default: func(Known) string { return "sqlite" },
	}
}

func name() Question {
	return Question{Name: "name", Flag: "--name", Title: "Name?", Check: func(v string) error {
		if strings.Contains(v, " ") {
			return errors.New("a name has no spaces")
		}
		return nil
	}}
}

func env(pairs ...string) func(string) (string, bool) {
	return func(key string) (string, bool) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == key {
				return pairs[i+1], true
			}
		}
		return "", false
	}
}

func scripted(p prompt.Prompter) func(context.Context) (prompt.Prompter, error) {
	return func(context.Context) (prompt.Prompter, error) { return p, nil }
}

func TestPrecedence(t *testing.T) {
	file := &File{Values: map[string]Value{"database": {Texts: []string{"postgres"}, Where: "a.yaml:1:1"}}}
	flag := map[string]string{"database": "sqlite"}
	variable := env("SCAFFOLIO_DATABASE", "mysql")
	asked := func() Sources {
		return Sources{Prompter: scripted(prompt.NewScript(t, prompt.Step{Question: "database", Answer: "mysql"}))}
	}
	silent := prompt.NewScript(t)
	for _, tt := range []struct {
		name string
		src  Sources
		want Answer
	}{
		{"flag first", Sources{Flags: flag, LookupEnv: variable, File: file, Prompter: scripted(silent)}, Answer{"database", "sqlite", FromFlag}},
		{"then the variable", Sources{LookupEnv: variable, File: file, Prompter: scripted(silent)}, Answer{"database", "mysql", FromEnvironment}},
		{"then the file", Sources{File: file, Prompter: scripted(silent)}, Answer{"database", "postgres", FromFile}},
		{"then the user", asked(), Answer{"database", "mysql", FromPrompt}},
		{"then the default", Sources{}, Answer{"database", "sqlite", FromDefault}},
		{"an empty variable is none", Sources{LookupEnv: env("SCAFFOLIO_DATABASE", "")}, Answer{"database", "sqlite", FromDefault}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Resolve(t.Context(), []Question{database()}, tt.src, Known{})
			if err != nil || len(got) != 1 || got[0] != tt.want {
				t.Errorf("got %v, %v; want %v", got, err, tt.want)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	never := database()
	never.Applies = func(k Known) bool { return k["type"] == "crud" }
	file := &File{Values: map[string]Value{"database": {Texts: []string{"oracle"}, Where: "a.yaml:2:11"}}}
	for _, tt := range []struct {
		name          string
		q             Question
		src           Sources
		message, hint string
	}{
		{"near miss", database(), Sources{Flags: map[string]string{"database": "postgress"}}, `--database: "postgress"`, "Did you mean postgres?"},
		{"no choice at all", database(), Sources{File: file}, `a.yaml:2:11: "oracle"`, "Choose one of sqlite, postgres, mysql."},
		{"empty", database(), Sources{Flags: map[string]string{"database": " "}}, "--database is empty", "sqlite"},
		{"variable", database(), Sources{LookupEnv: env("SCAFFOLIO_DATABASE", "x")}, "SCAFFOLIO_DATABASE:", "Choose"},
		{"missing", name(), Sources{}, "--name is missing", "SCAFFOLIO_NAME"},
		{"checked", name(), Sources{Flags: map[string]string{"name": "a b"}}, "--name: a name has no spaces", ""},
		{"unused flag", never, Sources{Flags: map[string]string{"database": "sqlite"}}, "--database has no meaning", "describe database"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Resolve(t.Context(), []Question{tt.q}, tt.src, Known{"type": "deploy"})
			var refused *Error
			if !errors.As(err, &refused) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if !strings.Contains(refused.Message, tt.message) || !strings.Contains(refused.Hint, tt.hint) {
				t.Errorf("got %q with the hint %q; want %q, %q", refused.Message, refused.Hint, tt.message, tt.hint)
			}
		})
	}
}

func TestCheckAsksNothing(t *testing.T) {
	questions := []Question{name(), database()}
	src := Sources{Flags: map[string]string{"database": "oracle"}, Prompter: scripted(prompt.NewScript(t))}
	if err := Check(questions, src); err == nil || !strings.Contains(err.Error(), "oracle") {
		t.Errorf("got %v", err)
	}
	src.Flags["database"] = "mysql"
	if err := Check(questions, src); err != nil {
		t.Error(err)
	}
}

func TestOnlyChoiceAndQuietQuestionsAreNotAsked(t *testing.T) {
	one, quiet := database(), database()
	one.Choices = func(Known) []prompt.Choice { return []prompt.Choice{{Value: "sqlite"}} }
	quiet.Quiet = true
	silent := Sources{Prompter: scripted(prompt.NewScript(t))}
	if _, err := Resolve(t.Context(), []Question{one, quiet}, silent, Known{}); err != nil {
		t.Error(err)
	}
}

func TestDefaultThatIsNoChoiceGivesWay(t *testing.T) {
	q := database()
	q.Default = func(Known) string { return "oracle" }
	got, err := Resolve(t.Context(), []Question{q}, Sources{}, Known{})
	if err != nil || got[0].Value != "sqlite" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestInterruptedPromptEndsIt(t *testing.T) {
	p := prompt.NewScript(t, prompt.Step{Question: "Name", Err: prompt.ErrInterrupted})
	_, err := Resolve(t.Context(), []Question{name(), database()}, Sources{Prompter: scripted(p)}, Known{})
	if !errors.Is(err, prompt.ErrInterrupted) {
		t.Errorf("got %v", err)
	}
}
