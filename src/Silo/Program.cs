using EmailCampaign.Silo;
using EmailCampaign.Silo.Hosting;

return await SiloProgram.RunAsync(args, Console.Error, static () => SchedulingPolicy.UseBatch());
