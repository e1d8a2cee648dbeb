using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>Something that sends the mails.</summary>
internal interface ISubject
{
    string Name { get; }

    /// <exception cref="RunFailedException">It did not send them all.</exception>
    Task<Measurement> RunAsync(Material material, SmtpTarget target, CancellationToken cancellationToken);
}
