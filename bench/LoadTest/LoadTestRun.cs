using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Subjects;

namespace EmailCampaign.LoadTest;

/// <summary>One load test: a campaign, and whatever else is asked for, beside each other.</summary>
internal sealed class LoadTestRun(LoadTestOptions options)
{
    /// <returns>0, or 1 when a run failed or lost a mail.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("campaign-loadtest-");
        try
        {
            var material = await Material.WriteAsync(MaterialKind.Text, folder.FullName, options.Contacts, cancellationToken);
            List<ISubject> subjects = [.. options.Consoles.Select(console => new CampaignSubject(console, options.Workers))];
            if (options.BareMailKit)
            {
                subjects.Add(BareMailKitSubject.Of(options.Workers));
            }

            subjects.AddRange(options.Peers.Select(static command => new CommandSubject(command)));
            var medians = await new Rounds(options.Runs, options.Sink).RunAsync([.. subjects.Select(subject => new Trial(subject, material))], cancellationToken);
            foreach (var line in Report.Of([.. subjects.Select((subject, index) => (subject.Name, medians[index]))], options))
            {
                await Console.Out.WriteLineAsync(line);
            }

            return 0;
        }
        catch (RunFailedException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
