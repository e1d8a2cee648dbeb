using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary>Arguments and options that several commands take.</summary>
internal static class Arguments
{
    public static Argument<string> Id() => new("ID") { Description = "The campaign's id." };

    public static Argument<string> Contacts() => new("CONTACTS") { Description = "CSV file with a header row." };

    public static Option<string> Template() => new("--template")
    {
        Description = "Folder with subject.txt, body.html and/or body.txt, and attachments/.",
        HelpName = "DIR",
    };

    public static Option<string?> EmailColumn() => new("--email-column")
    {
        Description = "Column with the addresses (default: email, e-mail, email address or mail).",
        HelpName = "NAME",
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Template variable that is the same for everyone; may be repeated.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = static _ => [],
    };

    public static Option<string?> Name() => Text("--name", "NAME", "Name of the campaign (default: the template's folder).");

    public static Option<string?> ReplyTo() => Text("--reply-to", "MAILBOX", "Where answers go.");

    public static Option<string[]> Header() => new("--header")
    {
        Description = "Additional header, as in \"X-A: b\"; may be repeated and may use variables.",
        HelpName = "HEADER",
        DefaultValueFactory = static _ => [],
    };

    public static Option<string?> Text(string name, string helpName, string description)
        => new(name) { Description = description, HelpName = helpName };

    public static Option<string?> Export() => new("--export")
    {
        Description = "Write a CSV to this file instead, or JSON lines when it ends in .jsonl.",
        HelpName = "FILE",
    };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };
}
