namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>The server said no while a session was being opened.</summary>
internal sealed class SmtpRefusal(SmtpStage stage, SmtpReply reply) : Exception(reply.ToString())
{
    public SmtpStage Stage => stage;

    public SmtpReply Reply => reply;
}
