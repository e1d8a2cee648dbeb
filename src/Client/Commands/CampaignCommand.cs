using System.CommandLine;

namespace EmailCampaign.Client.Commands;

/// <summary>The command tree of the console.</summary>
internal static class CampaignCommand
{
    public static RootCommand Build(ConsoleContext console)
    {
        var global = new GlobalOptions();
        var run = new CommandRun(console, global);
        var root = new RootCommand("Sends email campaigns: a CSV and a template in, one personalised mail to each recipient.")
        {
            LaunchCommand.Create(run),
            RunCommand.Create(run),
            PreviewCommand.Create(run),
            TestSendCommand.Create(run),
            ValidateCommand.Create(run),
            ListCommand.Create(run),
            StatusCommand.Create(run),
            PauseCommand.Create(run),
            ResumeCommand.Create(run),
            CancelCommand.Create(run),
            RecipientsCommand.Create(run),
            FindCommand.Create(run),
            RejectsCommand.Create(run),
            ReportCommand.Create(run),
            DeadLettersCommand.Create(run),
            ExportCommand.Create(run),
            DeleteCommand.Create(run),
            BackupCommand.Create(run),
            CheckDomainCommand.Create(run),
            ProvidersCommand.Create(run),
            LimitsCommand.Create(run),
        };
        root.HelpName = "campaign";
        global.AddTo(root);
        return root;
    }

    /// <summary>Parses and runs one command line.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(ConsoleContext console, IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        // An argument that begins with @ is what it says, not a file with more arguments.
        var parse = Build(console).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // signals are ours: see Interruption
        };
        if (parse.Errors.Count > 0)
        {
            // One sentence for each mistake instead of the whole help text.
            foreach (var mistake in parse.Errors)
            {
                await error.WriteLineAsync(mistake.Message);
            }

            await error.WriteLineAsync("'campaign --help' and 'campaign COMMAND --help' show what there is.");
            return ExitCode.Usage;
        }

        return await parse.InvokeAsync(configuration);
    }
}
