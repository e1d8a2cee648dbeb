using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest.Programs;

/// <summary>A build of the console, with the silo beside it.</summary>
/// <param name="Name">What its runs are called.</param>
/// <param name="Folder">Where its files are.</param>
internal sealed record ConsoleBuild(string Name, string Folder)
{
    /// <summary>The one that this program was built with.</summary>
    public static ConsoleBuild Beside { get; } = new("campaign launch", AppContext.BaseDirectory);

    /// <summary>The silo: its program, or its assembly, as <see cref="IsStandalone"/> says.</summary>
    public string Silo => Program("EmailCampaign.Silo");

    // One that brings its runtime is a program of its own; the others are run by the machine's.
    private bool IsStandalone => File.Exists(Path.Combine(Folder, OperatingSystem.IsWindows() ? "hostfxr.dll" : OperatingSystem.IsMacOS() ? "libhostfxr.dylib" : "libhostfxr.so"));

    /// <summary>The command that sends the material to the sink, as a user would type it.</summary>
    public ChildCommand Launch(Material material, ISink sink, params IEnumerable<string> where)
    {
        var program = Program("EmailCampaign.Client");
        var command = new ChildCommand(IsStandalone ? program : "dotnet",
        [
            .. IsStandalone ? (string[])[] : [program], "launch", material.ContactsFile, "--template", material.TemplateFolder,
            "--from", "News <news@sender.test>", "--provider", sink.Provider, "--json", .. where,
        ]);
        command.Environment["Domains__CheckAtLaunch"] = "false"; // a look-up would leave this machine
        foreach (var (name, value) in sink.Settings)
        {
            command.Environment[name] = value;
        }

        return command;
    }

    private string Program(string name) => Path.Combine(Folder, name + (!IsStandalone ? ".dll" : OperatingSystem.IsWindows() ? ".exe" : ""));
}
