namespace EmailCampaign.Hosting;

/// <summary>The reminders that silos which send have left in the store. A host that has no reminders of its own registers it.</summary>
public interface IReminderRows
{
    /// <summary>Removes a grain's reminders. Safe to repeat.</summary>
    Task RemoveAsync(GrainId grain);
}
