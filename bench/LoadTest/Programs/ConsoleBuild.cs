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

    /// <summary>The silo's assembly.</summary>
    public string Silo => Path.Combine(Folder, "EmailCampaign.Silo.dll");

    /// <summary>The command that sends the material to the sink, as a user would type it.</summary>
    public ChildCommand Launch(Material material, ISink sink, params IEnumerable<string> where)
    {
        var command = new ChildCommand("dotnet",
        [
            Path.Combine(Folder, "EmailCampaign.Client.dll"), "launch", material.ContactsFile, "--template", material.TemplateFolder,
            "--from", "News <news@sender.test>", "--provider", sink.Provider, "--json", .. where,
        ]);
        command.Environment["Domains__CheckAtLaunch"] = "false"; // a look-up would leave this machine
        foreach (var (name, value) in sink.Settings)
        {
            command.Environment[name] = value;
        }

        return command;
    }
}
