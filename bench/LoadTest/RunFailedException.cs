namespace EmailCampaign.LoadTest;

/// <summary>A run that says nothing: its command failed, or mails are missing.</summary>
internal sealed class RunFailedException(string message) : Exception(message);
